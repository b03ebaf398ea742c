// The worker put together: servers begun, windows served. Time, chance, network and journal are given.

import type { HostInit, LogEntry, StartOptions, WorkerMessage } from '#contract/host'
import type { ServerID, SessionID } from '#contract/ids'
import { isRemote } from '#contract/model'
import type { Op } from '#contract/ops'
import type { Port } from '#contract/port'
import type { Result } from '#contract/result'
import type { Settings } from '#contract/settings'
import { CONTRACT_VERSION } from '#contract/version'
import type { WorkerEnd } from '#contract/worker-life'
import { createAwayList } from './away/away-list.ts'
import { createRecorder } from './away/recorder.ts'
import type { Clock } from './clock.ts'
import type { HostChannel } from './host-channel.ts'
import { createOpLog } from './diagnostics/op-log.ts'
import { readLogs } from './diagnostics/read-logs.ts'
import { createHub, type Hub } from './hub.ts'
import { createCacheWriter } from './journal/cache-writer.ts'
import type { Journal } from './journal/database.ts'
import { createJournalStore } from './journal/store.ts'
import { followMirror, outboxOp, outboxOps } from './outbox/follow.ts'
import { createOutbox, type Outbox } from './outbox/outbox.ts'
import { createPresence } from './presence/presence.ts'
import { createRelay } from './relay.ts'
import { createRpc } from './rpc/api.ts'
import { exposeRpc } from './rpc/expose.ts'
import { createRegistry } from './servers/registry.ts'
import { createServerRuntime, type ServerRuntime } from './servers/runtime.ts'
import { whatToAskAbout } from './servers/trust.ts'

export interface WorkerParts {
  readonly host: HostChannel
  readonly init: HostInit
  readonly clock: Clock
  readonly random: () => number
  readonly fetch: typeof fetch
  readonly opened: Journal
  /** All is written down: the process may end. */
  readonly onShutdown: () => void
}

export async function runWorker(parts: WorkerParts): Promise<void> {
  const { host, init, clock, random, fetch, opened } = parts
  let settings = init.settings
  const said: string[] = []
  const journal = createJournalStore(opened, (sentence) =>
    hub ? hub.notice('warning', sentence) : said.push(sentence),
  )
  let hub: Hub | null = null

  const cache = createCacheWriter(
    journal,
    clock,
    (server) => registry.get(server)?.state ?? null,
    (server, text) => registry.get(server)?.clean(text) ?? text,
  )
  const log = (entry: LogEntry): void => host.post({ type: 'log', entry })
  const logOps = createOpLog(log)
  const presence = createPresence({
    post: (message) => host.post(message),
    states: () => [...registry.all()].map((runtime) => runtime.state),
    clock,
  })
  const away = createAwayList(journal, () => hub?.broadcast([awayOp()]))
  const awayOp = (): Op => ({ op: 'away', items: away.items() })
  const recorder = createRecorder({
    journal,
    clock,
    away,
    isAttended: () => hub?.isAttended() ?? false,
    wasWatched: (ref) => init.replaces !== undefined && (hub?.isWatched(ref) ?? false),
  })
  const outbox: Outbox = createOutbox({
    journal,
    clock,
    runtime: (server) => registry.get(server),
    onChange: (change) => {
      recorder.noteOutbox(change)
      const ops = [outboxOp(change)]
      logOps(ops)
      hub?.broadcast(ops)
    },
  })

  const writeSettings = async (patch: Partial<Settings>): Promise<Result<Settings>> => {
    const written = await host.request<'settings.write'>({ type: 'settings.write', patch })
    if (written.ok) settings = written.value
    return written
  }

  const registry = createRegistry({
    init,
    host,
    clock,
    random,
    fetch,
    journal,
    settings: () => settings,
    writeSettings,
    say: (tone, text) => hub?.notice(tone, text),
    onRemoved: (id) => {
      outbox.forgetServer(id)
      away.forgetServer(id)
      recorder.forgetServer(id)
      journal.forgetServer(id)
      hub?.broadcast([{ op: 'server.remove', id }])
    },
    createRuntime: (id, kind, name) => {
      const runtime = createServerRuntime({
        id,
        kind,
        name,
        clock,
        random,
        fetch,
        journal,
        onOps: (from, ops, event) => {
          if (event) recorder.note(from, event, ops)
          logOps(ops)
          hub?.publish(from, ops)
        },
        saveCache: () => cache.flush(),
        isOpen: (session) => hub?.isOpen({ server: id, session }) ?? false,
        openSessions: () => hub?.openSessions(id) ?? [],
        visibleSessions: () => hub?.visibleSessions(id) ?? [],
        say: (tone, text) => hub?.notice(tone, text),
        onLive: (live) => {
          log({ level: 'info', what: 'catching up', details: { server: live.id } })
          outbox.pump(live.id)
        },
      })
      hub?.broadcast([{ op: 'server', server: runtime.state.server }])
      return runtime
    },
  })

  const afterOps = (runtime: ServerRuntime, ops: readonly Op[]): void => {
    followMirror(outbox, runtime.id, ops)
    for (const op of ops) {
      if (op.op === 'activity' && op.activity.unread && hub?.isWatched(refOf(runtime.id, op.id))) {
        runtime.dispatch({ type: 'session.seen', session: op.id })
      }
    }
    presence.note(runtime.state, ops, (session) => hub?.isWatched(refOf(runtime.id, session)) ?? false)
  }

  hub = createHub({
    clock,
    runtimes: () => registry.all(),
    runtime: (server) => registry.get(server),
    cache,
    outboxOps: () => [...outboxOps(outbox), awayOp()],
    afterOps,
    onFocus: () => {
      for (const runtime of registry.all()) runtime.refreshAll()
    },
  })
  if (init.replaces) hub.notice('info', afterRestart[init.replaces])
  for (const notice of [...init.notices, ...opened.notices, ...said]) hub.notice('warning', notice)

  const rpc = createRpc({
    registry,
    outbox,
    away,
    journal,
    clock,
    feedCounts: hub.feedCounts,
    windowCounters: hub.windowCounters,
    logs: () => readLogs(init.dataDir),
    settings: () => settings,
    writeSettings,
  })
  const serve = (window: number, feed: Port, calls: Port): void => {
    away.windowCame(clock.now())
    hub?.addWindow(window, feed)
    exposeRpc(calls, rpc)
  }
  const relay = createRelay((message: WorkerMessage) => host.post(message))

  const openProjects = async (directories: readonly string[]): Promise<void> => {
    for (const directory of directories) {
      const outcome = await rpc.openProject({ server: null, directory, trusted: false })
      if (!outcome.ok) hub.notice('danger', outcome.error.message)
      else if (outcome.value.type === 'needs-trust') askForTrust(directory)
    }
  }
  const openMore = async ({ projects, demo, linked = [] }: Omit<StartOptions, 'server'>): Promise<void> => {
    if (demo) {
      const started = await rpc.startDemo({})
      if (!started.ok) hub.notice('danger', started.error.message)
    }
    const local = registry.local()
    const isKnown = (directory: string): boolean => local?.state.projects.has(directory) ?? false
    await openProjects([...projects, ...linked.filter(isKnown)])
    for (const directory of linked.filter((folder) => !isKnown(folder))) {
      const text = `A link asks to open ${directory}, which was never opened here.`
      hub.notice('warning', text, local ? { server: local.id, directory } : undefined)
    }
  }
  const askedAbout = new Set<string>()
  const askForTrust = (directory: string): void => {
    if (askedAbout.has(directory)) return
    askedAbout.add(directory)
    const server = registry.local()
    const text = `${directory} brings its own opencode configuration, so it is not opened yet.`
    hub.notice('warning', text, server ? { server: server.id, directory } : undefined)
  }
  /** A folder that has gained configuration since it was opened is put away until its person has seen it. */
  const holdUntrusted = async (): Promise<void> => {
    const own = registry.local()
    if (!own || isRemote(own.kind)) return
    const hold = async (directory: string): Promise<void> => {
      if ((await whatToAskAbout(directory, settings.trustedFolders)).length === 0) return
      own.dispatch({ type: 'project.remove', directory })
      askForTrust(directory)
    }
    await Promise.all([...own.state.projects.keys()].map(hold))
  }

  host.onEvent(({ message, ports }) => {
    switch (message.type) {
      case 'window.open': {
        const [feed, calls] = message.ports === 'transferred' ? ports : relay.open(message.window)
        if (feed && calls) serve(message.window, feed, calls)
        return
      }
      case 'window.data':
        relay.receive(message)
        return
      case 'window.close':
        relay.close(message.window)
        hub?.removeWindow(message.window)
        return
      case 'settings':
        settings = message.settings
        return
      case 'open':
        void openMore(message)
        return
      case 'server.exit':
        registry.exited(message.exit)
        return
      case 'ask.reply': {
        const { type: _, ...reply } = message
        void rpc.replyPermission({ ...reply, message: '' }).then((answer) => {
          if (!answer.ok) hub.notice('danger', answer.error.message)
        })
        return
      }
      case 'wake':
        for (const runtime of registry.all()) runtime.nudge()
        return
      case 'network':
        if (message.online) for (const runtime of registry.all()) runtime.nudge()
        return
      case 'shutdown':
        cache.close([...registry.all()].map((runtime) => runtime.state))
        journal.close()
        parts.onShutdown()
        return
    }
  })

  await holdUntrusted()
  const begun = await registry.begin()
  if (!begun.ok) {
    host.post({ type: 'fatal', message: begun.error.message })
    return
  }
  await openMore(init.options)
  host.post({ type: 'ready', v: CONTRACT_VERSION })
}

/** The servers hold their turns, the journal what was sent: only an unfinished text can't be read back yet. */
const nothingLost = 'Nothing was lost; an answer that was being written may show a gap until it ends.'
const afterRestart: Readonly<Record<WorkerEnd, string>> = {
  died: `Millrace’s background process had stopped and was started again. ${nothingLost}`,
  hung: `Millrace’s background process hung and was started again. ${nothingLost}`,
}

const refOf = (server: ServerID, session: SessionID) => ({ server, session })
