import { startDesktop } from './start.ts'

startDesktop(import.meta.dirname)
