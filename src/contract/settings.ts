// settings.json: owned by the host, read by everyone. Unknown keys are kept by whoever writes it.

import * as z from 'zod/mini'

/** A remote server a person added, by address; passwords are never in here. */
export const remoteServerSchema = z.object({
  id: z.string(),
  name: z.string(),
  url: z.url(),
  username: z.string(),
  /** Settings written before there were two kinds name none. */
  kind: z._default(z.enum(['url', 'codenomad']), 'url'),
})

export const settingsSchema = z.object({
  theme: z._default(z.enum(['system', 'light', 'dark']), 'system'),
  contrast: z._default(z.enum(['system', 'more']), 'system'),
  /** Which opencode to run: the one that comes with the app, or the one on PATH. */
  opencode: z._default(z.enum(['bundled', 'path']), 'bundled'),
  servers: z._default(z.array(remoteServerSchema), []),
  /** Folders whose own opencode configuration may run. */
  trustedFolders: z._default(z.array(z.string()), []),
  /** No notification is shown. */
  doNotDisturb: z._default(z.boolean(), false),
  /** The machine does not go to sleep while a turn runs. */
  keepAwake: z._default(z.boolean(), false),
  /** Closing the last window leaves the app in the tray. */
  closeToTray: z._default(z.boolean(), false),
  startAtLogin: z._default(z.boolean(), false),
  sidebarWidth: z._default(z.number(), 260),
})

export type Settings = z.infer<typeof settingsSchema>

export const defaultSettings: Settings = settingsSchema.parse({})
