// Every server the app knows: its own, the demo's, remote ones from the settings, the one named on the
// command line. Decides what runs; a runtime holds what is known of each.

import { createHash, randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { HostInit, ServerExit } from '#contract/host'
import { serverID, type ServerID } from '#contract/ids'
import { isRemote, type RemoteKind, type ServerKind } from '#contract/model'
import { fail, ok, type Result } from '#contract/result'
import type { Settings } from '#contract/settings'
import type { ServerAccess } from '../backends/backend.ts'
import { probeOpencode } from '../backends/opencode/probe.ts'
import type { Clock } from '../clock.ts'
import { prepareIsolatedOpencode, withoutOpencodeVariables } from '../demo/isolation.ts'
import { createSampleProject } from '../demo/sample-project.ts'
import { createScriptedModel } from '../demo/scripted-model.ts'
import type { HostChannel } from '../host-channel.ts'
import type { JournalStore } from '../journal/store.ts'
import { createRemoteCheck } from './check-remote.ts'
import { chooseOpencode, findBundled } from './find-opencode.ts'
import { createLocalServer, type LaunchPlan, type LocalServer } from './local-server.ts'
import type { ServerRuntime } from './runtime.ts'

export interface Registry {
  /** Starts or connects what this start of the app calls for. */
  begin(): Promise<Result<null>>
  get(id: ServerID): ServerRuntime | null
  all(): Iterable<ServerRuntime>
  /** The server that opens folders: the one named on the command line, else our own. */
  local(): ServerRuntime | null
  /** Makes sure that a server runs or is connected, as far as that is ours to do. */
  wake(id: ServerID): void
  exited(exit: ServerExit): void
  startDemo(): Promise<Result<{ readonly server: ServerID; readonly directory: string }>>
  /** What answers at an address, as far as that shows without signing in. */
  detect(url: string): Promise<RemoteKind | null>
  addRemote(
    access: ServerAccess,
    name: string,
  ): Promise<Result<{ readonly server: ServerID; readonly kind: RemoteKind; readonly version: string }>>
  signIn(id: ServerID, username: string, password: string): Promise<Result<null>>
  remove(id: ServerID): Promise<Result<null>>
  retry(id: ServerID): Result<null>
  stop(id: ServerID): Promise<Result<null>>
}

export interface RegistryOptions {
  readonly init: HostInit
  readonly host: HostChannel
  readonly clock: Clock
  readonly random: () => number
  readonly fetch: typeof fetch
  readonly journal: JournalStore
  readonly settings: () => Settings
  readonly writeSettings: (patch: Partial<Settings>) => Promise<Result<Settings>>
  readonly createRuntime: (id: ServerID, kind: ServerKind, name: string) => ServerRuntime
  readonly onRemoved: (id: ServerID) => void
  readonly say: (tone: 'info' | 'warning', text: string) => void
}

export function createRegistry(options: RegistryOptions): Registry {
  const { init, journal, host } = options
  const remotes = createRemoteCheck(options)
  const runtimes = new Map<ServerID, ServerRuntime>()
  const locals = new Map<ServerID, LocalServer>()
  /** What a person typed for a remote server; never written down. */
  const accesses = new Map<ServerID, ServerAccess>()
  let demo: Promise<Result<{ readonly server: ServerID; readonly directory: string }>> | null = null

  const add = (id: ServerID, kind: ServerKind, name: string): ServerRuntime => {
    const runtime = options.createRuntime(id, kind, name)
    runtimes.set(id, runtime)
    return runtime
  }

  const addLocal = (runtime: ServerRuntime, plan: () => Promise<Result<LaunchPlan>>): LocalServer => {
    const server = createLocalServer({
      id: runtime.id,
      clock: options.clock,
      random: options.random,
      plan,
      start: (spec) => host.request<'server.start'>({ type: 'server.start', spec }),
      stop: () => host.request<'server.stop'>({ type: 'server.stop', id: runtime.id }),
      isHealthy: (memo, timeoutMs) => probe(memo, timeoutMs),
      onState: (connection, memo) =>
        runtime.dispatch({ type: 'connection', connection, url: memo?.url ?? null, version: null }),
      onReady: (memo, version) => runtime.connect(memo, version),
      onDown: () => runtime.disconnect(),
    })
    locals.set(runtime.id, server)
    const live = init.live.find((candidate) => candidate.id === runtime.id)
    if (live) server.adopt(live)
    return server
  }

  const probe = (access: ServerAccess, timeoutMs: number) =>
    probeOpencode({ access, fetch: options.fetch, clock: options.clock, timeoutMs })

  const persistedId = (key: string): ServerID => {
    const known = journal.meta(key)
    if (known !== null) return serverID(known)
    const made = randomUUID().slice(0, 8)
    journal.setMeta(key, made)
    return serverID(made)
  }

  let asked: Promise<Result<Readonly<Record<string, string>>>> | null = null
  /** Asked once, and again after the host did not answer. */
  const environment = (): Promise<Result<Readonly<Record<string, string>>>> =>
    (asked ??= host.request<'environment'>({ type: 'environment' }).then((answer) => {
      if (!answer.ok) {
        asked = null
        return answer
      }
      if (answer.value.notice) options.say('warning', answer.value.notice)
      return ok(answer.value.env)
    }))

  const addOwn = (): ServerRuntime => {
    const runtime = add(persistedId('server.local'), options.settings().opencode, 'This computer')
    addLocal(runtime, async () => {
      const env = await environment()
      if (!env.ok) return env
      const binary = await chooseOpencode(options.settings().opencode, init.appRoot, env.value)
      if (!binary.ok) return binary
      if (binary.value.notice) options.say('info', binary.value.notice)
      return ok({ command: binary.value.path, env: env.value, cwd: homedir() })
    })
    return runtime
  }
  const named = init.options.server
  // A server named on the command line stands instead of our own, which is then neither listed nor started.
  const own = named ? null : addOwn()
  const namedId = named && serverID(createHash('sha256').update(named.url).digest('hex').slice(0, 8))
  for (const remote of options.settings().servers) add(serverID(remote.id), remote.kind, remote.name)

  const connectRemote = async (id: ServerID): Promise<Result<null>> => {
    const runtime = runtimes.get(id)
    const access = accesses.get(id)
    const remote = options.settings().servers.find((server) => server.id === id)
    if (!runtime) return fail('not-found', 'That server is not known any more.')
    if (!access && remote) {
      const open = { url: remote.url, username: remote.username, password: '' }
      const found = await remotes.probe(remote.kind, open)
      // Its person was quicker: it is signed in to, or put away.
      if (accesses.has(id) || runtimes.get(id) !== runtime) return ok(null)
      // One that refuses us needs its person; any other is tried until it answers.
      if (found.ok || found.error.code !== 'unauthorized') {
        accesses.set(id, open)
        runtime.connect(open, found.ok ? found.value.version : null)
        return ok(null)
      }
    }
    if (!access) {
      const reason = 'Sign in again: its password is not kept.'
      const connection = { state: 'unauthorized', since: options.clock.now(), reason } as const
      runtime.dispatch({ type: 'connection', connection, url: remote?.url ?? null, version: null })
      return fail('unauthorized', reason)
    }
    runtime.connect(access, null)
    return ok(null)
  }

  const beginCommandLineServer = async (): Promise<Result<null>> => {
    if (!named || !namedId) return ok(null)
    const checked = await remotes.check(named, null)
    if (!checked.ok) return checked
    const { kind, access, version } = checked.value
    const runtime = runtimes.get(namedId) ?? add(namedId, kind, new URL(named.url).host)
    accesses.set(namedId, access)
    runtime.connect(access, version)
    return ok(null)
  }

  const prepareDemo = async (): Promise<
    Result<{ readonly server: ServerID; readonly directory: string }>
  > => {
    const binary = findBundled(init.appRoot)
    if (!binary.ok) return binary
    const root = join(init.dataDir, 'demo')
    const directory = join(root, 'tide-clock')
    try {
      await mkdir(root, { recursive: true })
      await createSampleProject(directory)
      // The same port as last time, where it is free: a server that outlived its worker asks there.
      const port = Number(journal.meta('demo.port') ?? 0)
      const model = await createScriptedModel({ port }).catch(() => createScriptedModel())
      journal.setMeta('demo.port', new URL(model.url).port)
      const isolated = await prepareIsolatedOpencode({
        root: join(root, 'opencode'),
        modelUrl: model.url,
        serverVersion: binary.value.version,
      })
      const runtime = add(persistedId('server.demo'), 'demo', 'Demo')
      addLocal(runtime, async () => {
        const person = await environment()
        if (!person.ok) return person
        const env = { ...withoutOpencodeVariables(person.value), ...isolated.env } as Record<string, string>
        return ok({ command: binary.value.path, env, cwd: directory })
      }).start()
      return ok({ server: runtime.id, directory })
    } catch (error) {
      demo = null
      return fail(
        'storage',
        `The demo can’t be made: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
  }

  const registry: Registry = {
    begin: async () => {
      const started = await beginCommandLineServer()
      if (!started.ok) return started
      const known = journal.meta('server.demo')
      // A person who has put the demo away is done with it.
      if (own && known !== null && journal.projects(serverID(known)).length > 0) void registry.startDemo()
      for (const { id } of options.settings().servers) void connectRemote(serverID(id))
      if (own && own.state.projects.size > 0) registry.wake(own.id)
      return ok(null)
    },
    get: (id) => runtimes.get(id) ?? null,
    all: () => runtimes.values(),
    local: () => own ?? (namedId ? (runtimes.get(namedId) ?? null) : null),
    wake: (id) => locals.get(id)?.start(),
    exited: (exit) => locals.get(exit.id)?.exited(exit),
    startDemo: () => (demo ??= prepareDemo()),
    detect: remotes.detect,
    addRemote: async (given, name) => {
      const id = serverID(randomUUID().slice(0, 8))
      const checked = await remotes.check(given, null)
      if (!checked.ok) return checked
      const { access, kind, version } = checked.value
      const { url, username } = access
      const label = name.trim() || new URL(url).host
      const servers = [...options.settings().servers, { id, name: label, url, username, kind }]
      const written = await options.writeSettings({ servers })
      if (!written.ok) return written
      accesses.set(id, access)
      add(id, kind, label).connect(access, version)
      return ok({ server: id, kind, version })
    },
    signIn: async (id, username, password) => {
      const remote = options.settings().servers.find((server) => server.id === id)
      const runtime = runtimes.get(id)
      const url = remote?.url ?? runtime?.state.server.url
      if (!url || !runtime) return fail('not-found', 'That server is not known any more.')
      const kind = runtime.kind === 'codenomad' ? 'codenomad' : 'url'
      const checked = await remotes.check({ url, username, password }, kind)
      if (!checked.ok) return checked
      const { access, version } = checked.value
      if (runtimes.get(id) !== runtime) return fail('not-found', 'That server is not known any more.')
      accesses.set(id, access)
      runtime.connect(access, version)
      return ok(null)
    },
    remove: async (id) => {
      const runtime = runtimes.get(id)
      if (!runtime || !isRemote(runtime.kind))
        return fail('bad-request', 'The app’s own server can’t be removed.')
      const servers = options.settings().servers.filter((server) => server.id !== id)
      const written = await options.writeSettings({ servers })
      if (!written.ok) return written
      runtime.close()
      runtimes.delete(id)
      accesses.delete(id)
      options.onRemoved(id)
      return ok(null)
    },
    retry: (id) => {
      const local = locals.get(id)
      if (local && !local.isUp()) local.start()
      else runtimes.get(id)?.retry()
      return ok(null)
    },
    stop: async (id) => {
      const local = locals.get(id)
      if (!local) return fail('unsupported', 'A server that runs elsewhere can’t be stopped from here.')
      runtimes.get(id)?.disconnect()
      await local.stop()
      return ok(null)
    },
  }
  return registry
}
