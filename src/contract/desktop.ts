// What the page around the worker can do for a window: the preload's API on the desktop, a stand-in of
// the same shape in the browser host. A feature that only one host has answers "not here" on the other.

import type { Result } from './result.ts'

export type MenuCommand =
  | 'new-session'
  | 'open-folder'
  | 'palette'
  | 'find'
  | 'toggle-sidebar'
  | 'toggle-panel'
  | 'stop'
  | 'next-ask'
  | 'previous-turn'
  | 'next-turn'
  | 'shortcuts'
  | 'settings'

export interface DesktopApi {
  readonly host: 'desktop' | 'web'
  /** Node's platform name of the machine the window is on. */
  readonly platform: string
  readonly version: string
  /** The system's folder dialog; null when cancelled, a failure where there is none. */
  pickFolder(): Promise<Result<string | null>>
  /** Opens http, https and mailto addresses in the system's browser. */
  openExternal(url: string): Promise<Result<null>>
  /** Another window of the app at `/s/<server>/session/<id>` or another of its paths. */
  openWindow(path: string): void
  /** The title bar's overlay buttons follow the theme. */
  setTitleBar(colors: { readonly background: string; readonly symbols: string }): void
  onMenu(listener: (command: MenuCommand) => void): void
  /** The host wants this window to show something, `/s/<server>/session/<id>`: a notification was clicked. */
  onOpen(listener: (path: string) => void): void
  /** The worker died too often and was given up: nothing comes until somebody asks for another try. */
  onWorkerStopped(listener: () => void): void
  restartWorker(): void
  /** Ask for this window's two ports; they arrive as a `millrace:ports` message on the window. */
  connect(): void
}

export const PORTS_MESSAGE = 'millrace:ports'

/** Every IPC channel between main and preload. */
export const IPC = {
  connect: 'millrace:connect',
  ports: 'millrace:ports',
  pickFolder: 'millrace:pick-folder',
  openExternal: 'millrace:open-external',
  openWindow: 'millrace:open-window',
  titleBar: 'millrace:title-bar',
  menu: 'millrace:menu',
  open: 'millrace:open',
  workerStopped: 'millrace:worker-stopped',
  restartWorker: 'millrace:restart-worker',
} as const
