// One app per data dir: a second start hands over what it was asked to open, and ends.

import { app } from 'electron'
import * as z from 'zod/mini'

const requestSchema = z.object({
  projects: z.array(z.string()),
  demo: z.boolean(),
  links: z.array(z.string()),
})

/** What a later start wants of the first one. */
export interface SecondStart {
  readonly projects: readonly string[]
  readonly demo: boolean
  readonly links: readonly string[]
}

/**
 * Whether this is the first one. Chromium's lock is in `userData`, which therefore has to be set before.
 * @param onSecond with what a later start wants opened. Electron reorders its command line, so it comes as data.
 */
export function isFirstInstance(wanted: SecondStart, onSecond: (wanted: SecondStart) => void): boolean {
  if (!app.requestSingleInstanceLock(wanted)) return false
  app.on('second-instance', (_event, _argv, _cwd, data) => {
    const request = requestSchema.safeParse(data)
    onSecond(request.success ? request.data : { projects: [], demo: false, links: [] })
  })
  return true
}
