// What windows may ask, put together from the worker's parts.

import { homedir } from 'node:os'
import { basename, isAbsolute, resolve } from 'node:path'
import type { FeedCounts } from '#contract/diagnostics'
import type { FeedCounters } from '#contract/feed'
import type { SessionID, ServerID } from '#contract/ids'
import { isRemote } from '#contract/model'
import { fail, ok, type Result } from '#contract/result'
import type { Rpc } from '#contract/rpc'
import type { Settings } from '#contract/settings'
import type { AwayList } from '../away/away-list.ts'
import type { Clock } from '../clock.ts'
import { collectDiagnostics } from '../diagnostics/collect.ts'
import { showcasePrompts } from '../demo/showcase.ts'
import type { JournalStore } from '../journal/store.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { checkFolder, listFolder } from '../servers/folders.ts'
import type { Registry } from '../servers/registry.ts'
import type { ServerRuntime } from '../servers/runtime.ts'
import { whatToAskAbout } from '../servers/trust.ts'

export interface RpcParts {
  readonly registry: Registry
  readonly outbox: Outbox
  readonly away: AwayList
  readonly journal: JournalStore
  readonly clock: Clock
  readonly logs: () => Promise<Result<string>>
  readonly windowCounters: () => FeedCounters
  readonly feedCounts: (server: ServerID) => FeedCounts
  readonly settings: () => Settings
  readonly writeSettings: (patch: Partial<Settings>) => Promise<Result<Settings>>
}

export function createRpc(parts: RpcParts): Rpc {
  const { registry, outbox, away, journal, clock } = parts

  const withServer = <T>(
    server: ServerID,
    then: (runtime: ServerRuntime) => Promise<Result<T>> | Result<T>,
  ): Promise<Result<T>> => {
    const runtime = registry.get(server)
    return Promise.resolve(runtime ? then(runtime) : fail('not-found', 'That server is not known any more.'))
  }
  const directoryOf = (runtime: ServerRuntime, session: SessionID): string =>
    runtime.state.sessions.get(session)?.session?.directory ?? ''

  const openProject: Rpc['openProject'] = async ({ server, directory, trusted }) => {
    const runtime = server === null ? registry.local() : registry.get(server)
    if (!runtime) return fail('not-found', 'That server is not known any more.')
    let folder = directory
    if (isRemote(runtime.kind)) {
      const named = await runtime.openFolder(directory)
      if (!named.ok) return named
      folder = named.value
    } else {
      const typed = directory.replace(/^~(?=[\\/]|$)/, homedir())
      const checked = await checkFolder(isAbsolute(typed) ? resolve(typed) : typed)
      if (!checked.ok) return checked
      folder = checked.value
      const known = parts.settings().trustedFolders
      const items = runtime.kind === 'demo' ? [] : await whatToAskAbout(folder, known)
      if (items.length > 0) {
        if (!trusted) return ok({ type: 'needs-trust', directory: folder, items })
        const written = await parts.writeSettings({ trustedFolders: [...known, folder] })
        if (!written.ok) return written
      }
    }
    const project = {
      server: runtime.id,
      directory: folder,
      name: basename(folder) || folder,
      openedAt: clock.now(),
      reachable: true,
      run: runtime.state.projects.get(folder)?.run,
    }
    journal.saveProject(project)
    runtime.dispatch({ type: 'project.upsert', project })
    registry.wake(runtime.id)
    if (runtime.isUp()) void runtime.refreshFolder(folder)
    return ok({ type: 'opened', server: runtime.id, directory: folder })
  }

  return {
    listFolder: ({ server, path }) => {
      const runtime = registry.get(server)
      return runtime && isRemote(runtime.kind) ? runtime.client.listFolder(path) : listFolder(path)
    },
    openProject,
    closeProject: ({ server, directory }) =>
      withServer(server, (runtime) => {
        journal.removeProject(server, directory)
        runtime.closeFolder(directory)
        return ok(null)
      }),
    startDemo: async () => {
      const demo = await registry.startDemo()
      if (!demo.ok) return demo
      const opened = await openProject({ ...demo.value, trusted: true })
      return opened.ok ? demo : opened
    },
    detectServer: async ({ url }) => {
      const address = readAddress(url)
      return address === null ? ok({ kind: null }) : ok({ kind: await registry.detect(address) })
    },
    addServer: async ({ url, username, password, name }) => {
      const address = readAddress(url)
      if (address === null) return fail('bad-request', 'That is not an http or https address.')
      const added = await registry.addRemote({ url: address, username, password }, name)
      return added
    },
    signIn: ({ server, username, password }) => registry.signIn(server, username, password),
    removeServer: ({ server }) => registry.remove(server),
    retryServer: async ({ server }) => registry.retry(server),
    stopServer: ({ server }) => registry.stop(server),
    logs: () => parts.logs(),
    diagnostics: async () =>
      ok({
        servers: collectDiagnostics(registry.all(), outbox, parts.feedCounts),
        windows: parts.windowCounters(),
      }),

    createSession: ({ server, directory }) =>
      withServer(server, async (runtime) => {
        const created = await runtime.client.createSession(directory)
        if (!created.ok) return created
        runtime.dispatch({ type: 'session.upsert', session: created.value })
        return ok({ server, session: created.value.id })
      }),
    renameSession: async ({ server, session, title }) => {
      const name = title.trim()
      if (name === '') return fail('bad-request', 'A session’s title can’t be empty.')
      return outbox.rename({ server, session }, name)
    },
    archiveSession: ({ server, session, archived }) =>
      withServer(server, async (runtime) => {
        const done = await runtime.client.archiveSession(session, archived ? clock.now() : 0)
        if (done.ok) void runtime.refreshFolder(directoryOf(runtime, session))
        return done
      }),
    deleteSession: ({ server, session }) =>
      withServer(server, async (runtime) => {
        const done = await runtime.client.deleteSession(session)
        if (!done.ok && done.error.code !== 'not-found') return done
        runtime.dispatch({ type: 'session.remove', session })
        return ok(null)
      }),
    markSeen: ({ server, session }) =>
      withServer(server, (runtime) => {
        runtime.dispatch({ type: 'session.seen', session })
        return ok(null)
      }),
    loadOlder: ({ server, session }) => withServer(server, (runtime) => runtime.loadOlder(session)),
    refreshSession: ({ server, session }) => withServer(server, (runtime) => runtime.refreshSession(session)),
    sessionDiff: ({ server, session, message }) =>
      withServer(server, (runtime) => runtime.client.diff(session, message)),

    send: async (item) => outbox.send(item),
    withdraw: async ({ id }) => outbox.withdraw(id),
    resend: async ({ id }) => outbox.resend(id),
    withdrawCommand: async ({ id }) => outbox.withdrawCommand(id),
    abort: async ({ server, session, message }) => outbox.abort({ server, session }, message),
    replyPermission: async ({ server, session, ask, reply, message }) =>
      outbox.reply({ server, session }, { type: 'permission', ask, reply, message }),
    replyQuestion: async ({ server, session, ask, answers }) =>
      outbox.reply({ server, session }, { type: 'question', ask, answers }),
    rejectQuestion: async ({ server, session, ask }) =>
      outbox.reply({ server, session }, { type: 'reject-question', ask }),

    partText: ({ server, session, part, field }) =>
      withServer(server, (runtime) => {
        const text = runtime.state.sessions.get(session)?.content.texts.get(part)?.get(field)
        return text
          ? ok({ rev: text.rev, text: text.text })
          : fail('not-found', 'That text is not held any more.')
      }),
    catalog: ({ server, directory }) => withServer(server, (runtime) => runtime.client.catalog(directory)),
    findFiles: ({ server, directory, query }) =>
      withServer(server, (runtime) => runtime.client.findFiles(directory, query)),

    readDraft: async ({ scope }) => ok(journal.draft(scope)),
    writeDraft: async ({ scope, draft }) =>
      journal.saveDraft(scope, draft, clock.now())
        ? ok(null)
        : fail('storage', 'The draft could not be saved.'),
    suggestions: ({ server }) =>
      withServer(server, (runtime) => ok(runtime.kind === 'demo' ? showcasePrompts : [])),
    promptHistory: async ({ server, directory }) =>
      ok([...outbox.unsent(server, directory), ...journal.history(server, directory)]),

    awayTold: async ({ ids }) => {
      away.told(ids)
      return ok(null)
    },
    dismissAway: async ({ ids }) => {
      away.dismiss(ids)
      return ok(null)
    },

    readSettings: async () => ok(parts.settings()),
    writeSettings: ({ patch }) => parts.writeSettings(patch),
  }
}

function readAddress(text: string): string | null {
  try {
    const url = new URL(text.trim())
    if (url.protocol !== 'http:' && url.protocol !== 'https:') return null
    return url.origin + url.pathname.replace(/\/$/, '')
  } catch {
    return null
  }
}
