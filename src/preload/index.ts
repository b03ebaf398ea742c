// All that a page can reach of the desktop: the typed calls below and its two ports, passed on as they come.

import { contextBridge, ipcRenderer } from 'electron'
import { IPC, PORTS_MESSAGE, type DesktopApi, type MenuCommand } from '#contract/desktop'
import type { Result } from '#contract/result'

const millrace: DesktopApi = {
  host: 'desktop',
  platform: process.platform,
  version: argument('millrace-version'),
  pickFolder: () => ipcRenderer.invoke(IPC.pickFolder) as Promise<Result<string | null>>,
  openExternal: (url) => ipcRenderer.invoke(IPC.openExternal, url) as Promise<Result<null>>,
  openWindow: (path) => ipcRenderer.send(IPC.openWindow, path),
  setTitleBar: (colors) => ipcRenderer.send(IPC.titleBar, colors),
  onMenu: (listener) => {
    ipcRenderer.on(IPC.menu, (_event, command: MenuCommand) => listener(command))
  },
  onOpen: (listener) => {
    ipcRenderer.on(IPC.open, (_event, path: string) => listener(path))
  },
  onWorkerStopped: (listener) => {
    ipcRenderer.on(IPC.workerStopped, () => listener())
  },
  restartWorker: () => ipcRenderer.send(IPC.restartWorker),
  connect: () => ipcRenderer.send(IPC.connect),
}

contextBridge.exposeInMainWorld('millrace', millrace)

ipcRenderer.on(IPC.ports, (event) => {
  window.postMessage({ type: PORTS_MESSAGE }, location.origin, event.ports)
})

/** Main hands over what a sandboxed preload can't ask for. */
function argument(name: string): string {
  const prefix = `--${name}=`
  return process.argv.find((entry) => entry.startsWith(prefix))?.slice(prefix.length) ?? ''
}
