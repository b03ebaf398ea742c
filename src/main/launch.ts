// The running app: its page, its windows, its menu, and the worker behind them.

import { app, BrowserWindow, dialog, Menu, nativeTheme, powerMonitor, session, shell } from 'electron'
import { IPC, type MenuCommand } from '#contract/desktop'
import type { Settings } from '#contract/settings'
import { USAGE_EXIT_CODE, type RunOptions } from '#host/command-line'
import { dataPaths } from '#host/paths'
import { startHost, type Host } from '#host/start-host'
import { guardDevPage, serveApp } from './app-protocol.ts'
import { createConnections } from './connections.ts'
import { listenToPages } from './ipc.ts'
import { confine, refusePermissions } from './links.ts'
import { menuTemplate } from './menu.ts'
import { watchNetwork } from './network.ts'
import { notify } from './notifications.ts'
import { APP_ORIGIN, pageSource } from './origin.ts'
import { createPlaceStore } from './place-store.ts'
import { endBeforeQuit } from './quit.ts'
import { exitSaying } from './say.ts'
import { openWindow } from './window.ts'
import { createDesktopWorker } from './worker-process.ts'

export interface BuiltFiles {
  /** Folder with the app's own node_modules. */
  readonly appRoot: string
  readonly worker: string
  readonly preload: string
  readonly renderer: string
}

export interface Launched {
  /** A second start of the app: its folders are opened here, in the window that is there. */
  readonly openAgain: (projects: readonly string[]) => void
}

/** Only after the app is ready. */
export function launch({ dataDir, options }: RunOptions, files: BuiltFiles): Launched {
  const source = pageSource(app.isPackaged, process.env['ELECTRON_RENDERER_URL'])
  const paths = dataPaths(dataDir)
  const places = createPlaceStore(dataDir)

  app.on('web-contents-created', (_event, contents) => confine(contents, source))
  refusePermissions(session.defaultSession, source)
  if (source.origin === APP_ORIGIN) serveApp(session.defaultSession, files.renderer)
  else guardDevPage(session.defaultSession, source)

  const worker = createDesktopWorker(files.worker)
  const connections = createConnections({ handOver: worker.handOver, post: (message) => host.post(message) })

  const open = (route: string): void => {
    openWindow({ source, preload: files.preload, places }, route)
  }
  const front = (): void => {
    const [window] = BrowserWindow.getAllWindows()
    if (window === undefined) return open('/')
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }
  const show = (route: string): void => {
    const [window] = BrowserWindow.getAllWindows()
    if (window === undefined) return open(route)
    // A page that is just loading would miss the word.
    if (window.webContents.isLoading()) void window.loadURL(`${source.origin}${route}`).catch(() => {})
    else window.webContents.send(IPC.open, route)
    front()
  }

  const host: Host = startHost({
    dataDir,
    options,
    appRoot: files.appRoot,
    fork: worker.fork,
    onReady: connections.workerReady,
    onGone: connections.workerGone,
    onFatal: (message) => void end(message),
    onGivenUp: (message) => void offerRestart(message),
    onSettings: applyTheme,
    onPresence: ({ asks }) => app.setBadgeCount(asks),
    onNotify: (request) => notify(request, BrowserWindow.getAllWindows(), show),
    // Desktop windows have ports of their own.
    onWindowData: () => {},
  })
  const quitting = endBeforeQuit(host.stop)
  const end = async (message: string): Promise<void> => {
    await quitting.endServers()
    await exitSaying(message, USAGE_EXIT_CODE)
  }

  const offerRestart = async (message: string): Promise<void> => {
    const { response } = await dialog.showMessageBox({
      type: 'error',
      message,
      buttons: ['Start it again', 'Quit'],
      defaultId: 0,
      cancelId: 0,
    })
    if (response === 0) host.restart()
    else app.quit()
  }

  listenToPages(source, connections.connect)
  powerMonitor.on('resume', () => host.post({ type: 'wake' }))
  watchNetwork((online) => host.post({ type: 'network', online }))
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...menuTemplate(process.platform, app.name, {
        send: sendToWindow,
        openLogs: () => void shell.openPath(paths.logs),
        about: () => app.showAboutPanel(),
      }),
    ]),
  )
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('activate', front)
  open('/')

  return {
    openAgain: (projects) => {
      front()
      if (projects.length > 0) host.post({ type: 'projects.open', projects })
    },
  }
}

function sendToWindow(command: MenuCommand): void {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
  window?.webContents.send(IPC.menu, command)
}

function applyTheme({ theme }: Settings): void {
  nativeTheme.themeSource = theme
}
