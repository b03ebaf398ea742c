// One app per data dir: a second start hands over what it was asked to open, and ends.

import { app } from 'electron'
import * as z from 'zod/mini'

const requestSchema = z.object({ projects: z.array(z.string()) })

/**
 * Whether this is the first one. Chromium's lock is in `userData`, which therefore has to be set before.
 * @param onSecond with the folders that a later start wants opened. Electron reorders its command line, so they come
 *   as data.
 */
export function isFirstInstance(
  projects: readonly string[],
  onSecond: (projects: readonly string[]) => void,
): boolean {
  if (!app.requestSingleInstanceLock({ projects })) return false
  app.on('second-instance', (_event, _argv, _cwd, data) => {
    const request = requestSchema.safeParse(data)
    onSecond(request.success ? request.data.projects : [])
  })
  return true
}
