// What both hosts do to get a worker: settings, the servers an earlier host left behind, the person's environment,
// and a supervisor over it all.

import type {
  HostMessage,
  NotifyRequest,
  PersonEnvironment,
  Presence,
  StartOptions,
  WorkerMessage,
} from '#contract/host'
import type { Settings } from '#contract/settings'
import type { Logger } from 'pino'
import { createLifeline } from './lifeline/lifeline.ts'
import { createLog } from './log.ts'
import { loginShell, needsLoginShell, resolveLoginEnvironment } from './login-shell.ts'
import { dataPaths } from './paths.ts'
import { personEnvironment } from './person-environment.ts'
import { openSettings } from './settings.ts'
import {
  superviseWorker,
  type RelayedMessage,
  type Supervisor,
  type WorkerProcess,
} from './worker-supervisor.ts'

export interface HostOptions {
  /** Absolute. */
  readonly dataDir: string
  readonly options: StartOptions
  /** Folder with the app's own node_modules. */
  readonly appRoot: string
  readonly fork: () => WorkerProcess
  /** A worker, the first or a later one, takes windows. */
  readonly onReady: () => void
  /** The worker is gone, and with it all it knew of windows. */
  readonly onGone: () => void
  /** This host can't run (another one has the data dir, a wrong password): one sentence. */
  readonly onFatal: (message: string) => void
  /** The worker ended too often; a person may ask for another try with `restart`. */
  readonly onGivenUp: (message: string) => void
  /** Once at the start, then with each change. */
  readonly onSettings: (settings: Settings) => void
  readonly onPresence: (presence: Presence) => void
  readonly onNotify: (request: NotifyRequest) => void
  readonly onWindowData: (message: Extract<WorkerMessage, { type: 'window.data' }>) => void
}

export interface Host {
  /** Dropped while there is no worker. */
  readonly post: (message: HostMessage) => void
  readonly logger: Logger
  readonly restart: () => void
  /** From the host’s own places, as its tray; a failure is logged. */
  readonly setSettings: (patch: Partial<Settings>) => void
  /** Ends worker and servers; resolves when all are gone. */
  readonly stop: () => Promise<void>
}

/** Nothing here throws or waits; what went wrong is said to the person by the worker as a notice. */
export function startHost(options: HostOptions): Host {
  const paths = dataPaths(options.dataDir)
  const log = createLog(paths.logs, 'host')
  const settings = openSettings(paths.settings)
  const lifeline = createLifeline(paths.lifeline)
  let supervisor: Supervisor | null = null
  let isStopping = false
  let isFatal = false

  const sweep = async (): Promise<void> => {
    const count = await lifeline.sweep().catch((cause: unknown) => {
      log.logger.error({ cause: String(cause) }, 'what an earlier run left behind could not be looked at')
      return 0
    })
    if (count > 0) log.logger.info({ count }, 'servers of an earlier run were ended')
  }

  // Begun at once, waited for when a server starts.
  const environment = findEnvironment(options.appRoot)

  const start = async (): Promise<void> => {
    await sweep()
    if (isStopping) return
    supervisor = superviseWorker({
      fork: options.fork,
      init: {
        dataDir: options.dataDir,
        options: options.options,
        notices: settings.notice === null ? [] : [settings.notice],
        appRoot: options.appRoot,
      },
      lifeline,
      settings,
      environment: () => environment,
      log,
      onMessage: relay,
      onState,
      onFatal: (message) => {
        isFatal = true
        options.onFatal(message)
      },
    })
  }

  const onState: Parameters<typeof superviseWorker>[0]['onState'] = (state) => {
    switch (state.kind) {
      case 'starting':
        return
      case 'running':
        return options.onReady()
      case 'restarting':
        return options.onGone()
      case 'stopped':
        options.onGone()
        // A fatal word follows at once, if it was one.
        queueMicrotask(() => {
          if (!isFatal) options.onGivenUp(state.message)
        })
    }
  }

  const relay = (message: RelayedMessage): void => {
    switch (message.type) {
      case 'window.data':
        return options.onWindowData(message)
      case 'presence':
        return options.onPresence(message.presence)
      case 'notify':
        return options.onNotify(message.notify)
    }
  }

  options.onSettings(settings.current())
  const endSettings = settings.subscribe(options.onSettings)
  const started = start()

  return {
    post: (message) => supervisor?.post(message),
    logger: log.logger,
    restart: () => supervisor?.restart(),
    setSettings: (patch) => {
      void settings.write(patch).then((written) => {
        if (!written.ok) log.logger.error({ message: written.error.message }, 'settings were not saved')
      })
    },
    stop: async () => {
      isStopping = true
      endSettings()
      await started
      await supervisor?.stop()
    },
  }
}

async function findEnvironment(appRoot: string): Promise<PersonEnvironment> {
  const env = personEnvironment(process.env, appRoot)
  if (!needsLoginShell(process.env)) return { env, notice: null }
  const asked = await resolveLoginEnvironment({ shell: loginShell(process.env), env })
  return asked.ok ? { env: asked.value, notice: null } : { env, notice: asked.error.message }
}
