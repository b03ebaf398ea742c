import { buildIfStale } from './lib/build.ts'
import { runWeb } from './lib/run-web.ts'

// `npm run web -- [--port N] [--no-open]`: the browser host, as asked for.
await buildIfStale()
process.exitCode = await runWeb(process.argv.slice(2), true)
