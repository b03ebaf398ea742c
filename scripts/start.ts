import { buildIfStale } from './lib/build.ts'
import { chooseHost } from './lib/choose-host.ts'
import { run } from './lib/run.ts'
import { runWeb } from './lib/run-web.ts'

// `npm start [-- arguments]`: the desktop app, or the browser host where there can be no window.
const args = process.argv.slice(2)

await buildIfStale()
const chosen = await chooseHost()
process.exitCode =
  chosen.host === 'desktop'
    ? await run(chosen.executable, ['.', ...args], { interactive: true })
    : await runWeb(args, chosen.canOpen)
