// The running app: its page, its windows, its menu, and the worker behind them.

import { app, Menu, nativeTheme, powerMonitor, session, shell } from 'electron'
import { IPC } from '#contract/desktop'
import type { SessionRef } from '#contract/ids'
import { defaultSettings, type Settings } from '#contract/settings'
import { USAGE_EXIT_CODE, type RunOptions } from '#host/command-line'
import { dataPaths } from '#host/paths'
import { startHost, type Host } from '#host/start-host'
import { guardDevPage, serveApp } from './app-protocol.ts'
import { createConnections } from './connections.ts'
import { tellOfCrashes } from './crash.ts'
import { parseLinks, type DeepLink } from './deep-link.ts'
import { listenToPages } from './ipc.ts'
import { confine, refusePermissions } from './links.ts'
import { menuTemplate } from './menu.ts'
import { watchNetwork } from './network.ts'
import { APP_ORIGIN, pageSource } from './origin.ts'
import { createPlaceStore } from './place-store.ts'
import { createIcons } from './presence/icons.ts'
import { createNotifier } from './presence/notifications.ts'
import { createPresenceView, type PresenceView } from './presence/presence.ts'
import { startAtLogin } from './presence/start-at-login.ts'
import { endBeforeQuit } from './quit.ts'
import { exitSaying } from './say.ts'
import type { SecondStart } from './single-instance.ts'
import { createWindows } from './windows.ts'
import { createDesktopWorker } from './worker-process.ts'

export interface BuiltFiles {
  /** Folder with the app's own node_modules. */
  readonly appRoot: string
  readonly worker: string
  readonly preload: string
  readonly renderer: string
}

export interface Launched {
  /** A second start of the app: what it wants is opened here, in the window that is there. */
  readonly openAgain: (wanted: SecondStart) => void
}

/** Only after the app is ready. */
export function launch(
  { dataDir, options }: RunOptions,
  links: readonly string[],
  files: BuiltFiles,
): Launched {
  const linked = parseLinks(links)
  const source = pageSource(app.isPackaged, process.env['ELECTRON_RENDERER_URL'])
  const paths = dataPaths(dataDir)

  app.on('web-contents-created', (_event, contents) => confine(contents, source))
  refusePermissions(session.defaultSession, source)
  if (source.origin === APP_ORIGIN) serveApp(session.defaultSession, files.renderer)
  else guardDevPage(session.defaultSession, source)

  const worker = createDesktopWorker(files.worker)
  const connections = createConnections({ handOver: worker.handOver, post: (message) => host.post(message) })

  const windows = createWindows({ source, preload: files.preload, places: createPlaceStore(dataDir) })
  const show = (route: string): void =>
    windows.show(route, (window) => window.webContents.send(IPC.open, route))

  let settings = defaultSettings
  let presenceView: PresenceView | null = null
  const showSession = ({ server, session }: SessionRef): void =>
    show(`/s/${encodeURIComponent(server)}/session/${encodeURIComponent(session)}`)
  const showLinked = (followed: readonly DeepLink[]): void => {
    for (const link of followed) if (link.type === 'show') show(link.route)
  }
  const notify = createNotifier({
    platform: process.platform,
    isQuiet: () => settings.doNotDisturb,
    open: showSession,
    front: windows.front,
    reply: ({ server, session, ask }, reply) => {
      if (ask !== null) host.post({ type: 'ask.reply', server, session, ask, reply })
    },
    now: Date.now,
    after: (ms, fn) => void setTimeout(fn, ms),
  })
  const applySettings = (next: Settings): void => {
    // The system's list is touched by a person's choice only: other data dirs of theirs share it.
    if (presenceView !== null && next.startAtLogin !== settings.startAtLogin)
      startAtLogin(next.startAtLogin, ownCommand(), process.platform)
    settings = next
    nativeTheme.themeSource = next.theme
    presenceView ??= createPresenceView(
      createIcons(files.appRoot, process.platform),
      {
        open: showSession,
        front: windows.front,
        setDoNotDisturb: (doNotDisturb) => host.setSettings({ doNotDisturb }),
        quit: () => app.quit(),
      },
      next,
    )
    presenceView.apply(next)
  }

  const host: Host = startHost({
    dataDir,
    options: { ...options, linked: pathsOf(linked) },
    appRoot: files.appRoot,
    fork: worker.fork,
    onReady: connections.workerReady,
    onGone: connections.workerGone,
    onFatal: (message) => void end(message),
    onGivenUp: connections.workerStopped,
    onSettings: applySettings,
    onPresence: (presence) => presenceView?.show(presence),
    onNotify: notify,
    // Desktop windows have ports of their own.
    onWindowData: () => {},
  })
  tellOfCrashes(host.logger)
  const quitting = endBeforeQuit(host.stop)
  const end = async (message: string): Promise<void> => {
    await quitting.endServers()
    await exitSaying(message, USAGE_EXIT_CODE)
  }

  listenToPages(source, {
    connect: connections.connect,
    openWindow: windows.open,
    restartWorker: host.restart,
  })
  powerMonitor.on('resume', () => host.post({ type: 'wake' }))
  watchNetwork((online) => host.post({ type: 'network', online }))
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...menuTemplate(process.platform, app.name, {
        send: (command) => windows.inUse()?.webContents.send(IPC.menu, command),
        newWindow: windows.openAnother,
        openLogs: () => void shell.openPath(paths.logs),
        about: () => app.showAboutPanel(),
      }),
    ]),
  )
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin' && !settings.closeToTray) app.quit()
  })
  app.on('activate', windows.front)
  windows.restore()
  showLinked(linked)

  return {
    openAgain: ({ projects, demo, links: more }) => {
      windows.front()
      const followed = parseLinks(more)
      const paths = pathsOf(followed)
      if (projects.length > 0 || demo || paths.length > 0)
        host.post({ type: 'open', projects, demo, linked: paths })
      showLinked(followed)
    },
  }
}

const pathsOf = (links: readonly DeepLink[]): readonly string[] =>
  links.flatMap((link) => (link.type === 'open' ? [link.path] : []))

/** As the system would start this app again; an AppImage is more than the program inside it. */
function ownCommand(): readonly [string, ...string[]] {
  const program = process.env['APPIMAGE'] ?? process.execPath
  return app.isPackaged ? [program] : [program, app.getAppPath()]
}
