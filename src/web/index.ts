import { startWeb } from './start.ts'

await startWeb(import.meta.dirname)
