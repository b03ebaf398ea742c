// What a person sends: written down, then sent, once. Order per session is kept; a prompt waits, visibly,
// while its server is away or its session's turn runs, and can be taken back until it is sent.

import {
  messageID,
  partID,
  refKey,
  sessionKey,
  type MessageID,
  type OutboxID,
  type RefKey,
  type ServerID,
  type SessionRef,
} from '#contract/ids'
import type { OutboxItem, PromptPart } from '#contract/model'
import { fail, ok, type Failure, type Result } from '#contract/result'
import type { PromptBody, WirePromptPart } from '../backends/backend.ts'
import type { Clock } from '../clock.ts'
import type { OutboxRow } from '../journal/outbox-store.ts'
import type { JournalStore } from '../journal/store.ts'
import type { ServerRuntime } from '../servers/runtime.ts'

/** A request can break while the stream lives (a connection kept open too long): nothing else would try again. */
const RETRY_MS = 2_000

export interface Outbox {
  send(item: Omit<OutboxItem, 'state' | 'created'>): Result<OutboxItem>
  withdraw(id: OutboxID): Result<OutboxItem>
  resend(id: OutboxID): Result<null>
  /** Something changed for this server: it is live, or a turn ended. */
  pump(server: ServerID): void
  /** A user message has come: what sent it is confirmed. */
  confirm(server: ServerID, message: MessageID): void
  /** A turn runs in the session, or a person has called one off: nobody need be reminded there. */
  begun(ref: SessionRef): void
  items(): readonly OutboxItem[]
  /** The words of what waits or is being sent in a folder, newest first: history that is not written yet. */
  unsent(server: ServerID, directory: string): readonly string[]
  /** A server was removed: nothing will ever be sent to it. */
  forgetServer(server: ServerID): void
}

/** A row as it is now, or its end; `sentTo`: the session that has it, null when it was taken back. */
export type OutboxChange =
  { readonly item: OutboxItem } | { readonly removed: OutboxID; readonly sentTo: SessionRef | null }

export interface OutboxOptions {
  readonly journal: JournalStore
  readonly clock: Clock
  readonly runtime: (server: ServerID) => ServerRuntime | null
  readonly onChange: (change: OutboxChange) => void
}

/**
 * A proxy can answer a prompt by itself (204, as the server's own yes): only the prompt's message proves
 * that the server has it. It comes within milliseconds; after this the server is asked.
 */
const CONFIRM_MS = 5_000
/**
 * A prompt that comes just as a turn ends badly can be taken in and never begun (seen, rarely). The same
 * one again, under the same ids, begins it and doubles nothing.
 */
const BEGIN_MS = 4_000
const MAX_REMINDERS = 2

export function createOutbox(options: OutboxOptions): Outbox {
  const { journal, clock } = options
  const rows = new Map<OutboxID, OutboxRow>()
  /** Rows being sent just now. */
  const busy = new Set<OutboxID>()
  /** Rows that were answered with yes and whose message has not been seen. */
  const unconfirmed = new Map<OutboxID, () => void>()
  /** By session: prompts that were taken in and have not begun. */
  const reminders = new Map<RefKey, () => void>()
  for (const row of journal.outbox()) rows.set(row.item.id, row)

  const save = (row: OutboxRow): void => {
    rows.set(row.item.id, row)
    journal.saveOutbox(row)
    options.onChange({ item: row.item })
  }
  const setState = (row: OutboxRow, state: OutboxItem['state']): OutboxRow => {
    const next = { ...row, item: { ...row.item, state } }
    save(next)
    return next
  }

  const settle = (row: OutboxRow): void => {
    const { item } = row
    if (!rows.delete(item.id)) return
    unconfirmed.get(item.id)?.()
    journal.addHistory(item.server, item.directory, textOf(item), clock.now())
    journal.settleOutbox(item, clock.now())
    const { server, session } = item
    options.onChange({ removed: item.id, sentTo: session === null ? null : { server, session } })
  }

  /** False: it can't have reached the server. */
  const alreadyThere = async (runtime: ServerRuntime, row: OutboxRow): Promise<boolean | Failure> => {
    if (!row.attempted || row.item.session === null) return false
    const found = await runtime.client.message(row.item.session, row.message)
    if (found.ok) return true
    return found.error.code === 'not-found' ? false : found.error
  }

  const attempt = async (start: OutboxRow): Promise<void> => {
    let row = start
    const runtime = options.runtime(row.item.server)
    if (!runtime) return
    const there = await alreadyThere(runtime, row)
    if (there === true) return settle(row)
    if (there !== false) return afterFailure(row, there)
    if (row.item.session === null) {
      const created = await runtime.client.createSession(row.item.directory)
      if (!created.ok) return afterFailure(row, created.error)
      runtime.dispatch({ type: 'session.upsert', session: created.value })
      row = { ...row, item: { ...row.item, session: created.value.id } }
    }
    // Made now and not when it was written: a prompt's id must come after all that its session holds.
    if (!row.attempted || isBehind(runtime, row)) row = { ...row, ...freshIds(runtime, row.item) }
    row = { ...row, attempted: true, item: { ...row.item, state: { type: 'sending' } } }
    save(row)
    const sent = await deliver(runtime, row)
    if (!rows.has(row.item.id)) return
    if (!sent.ok) return afterFailure(row, sent.error)
    // The answer to these came when their turn had ended.
    if (row.item.content.type !== 'prompt') return settle(row)
    await confirmation(row.item.id)
    if (rows.has(row.item.id)) await attempt(row)
  }

  const remindLater = (row: OutboxRow, left: number): void => {
    const { server, session } = row.item
    if (session === null || left === 0) return
    const key = sessionKey({ server, session })
    reminders.get(key)?.()
    const cancel = clock.after(BEGIN_MS, () => {
      reminders.delete(key)
      const runtime = options.runtime(server)
      if (!runtime?.isLive() || !isUnanswered(runtime, row)) return
      remindLater(row, left - 1)
      void deliver(runtime, row)
    })
    reminders.set(key, cancel)
  }

  const confirmation = (id: OutboxID): Promise<void> =>
    new Promise<void>((resolve) => {
      const cancel = clock.after(CONFIRM_MS, resolve)
      unconfirmed.set(id, () => {
        cancel()
        resolve()
      })
    }).finally(() => unconfirmed.delete(id))

  const afterFailure = (row: OutboxRow, error: Failure): void => {
    const isPassing = error.code === 'offline' || error.code === 'timeout' || error.code === 'unauthorized'
    if (isPassing) setState(row, { type: 'waiting-server' })
    else setState(row, { type: 'failed', message: error.message })
  }

  const deliver = async (runtime: ServerRuntime, row: OutboxRow): Promise<Result<null>> => {
    const { item } = row
    const { session } = item
    if (session === null) return fail('not-found', 'The session is not there yet.')
    const body: PromptBody = {
      messageID: row.message,
      agent: item.agent,
      model: item.model,
      parts: item.content.type === 'shell' ? [] : wireParts(item.content.parts, row),
    }
    switch (item.content.type) {
      case 'prompt':
        return runtime.client.prompt(session, body)
      // These two answer when their turn ends; the user message, or the answer, confirms them.
      case 'command':
        return runtime.client.command(session, {
          ...body,
          command: item.content.command,
          arguments: item.content.arguments,
        })
      case 'shell':
        return runtime.client.shell(
          session,
          row.message,
          item.agent ?? 'build',
          item.content.command,
          item.model,
        )
    }
  }

  const waitState = (
    row: OutboxRow,
    runtime: ServerRuntime | null,
    isFirst: boolean,
  ): OutboxItem['state'] | null => {
    if (!runtime?.isLive()) return { type: 'waiting-server' }
    const { session } = row.item
    const isIdle = session === null || (runtime.state.sessions.get(session)?.status.type ?? 'idle') === 'idle'
    return isIdle && isFirst ? null : { type: 'waiting-turn' }
  }

  const pump = (server: ServerID): void => {
    const ahead = new Set<string>()
    for (const row of [...rows.values()]) {
      // One that failed waits for its person, and holds up nothing behind it.
      if (row.item.server !== server || row.item.state.type === 'failed') continue
      const line = refKey(server, row.item.session ?? `new:${row.item.id}`)
      const isFirst = !ahead.has(line)
      ahead.add(line)
      if (busy.has(row.item.id)) continue
      const wait = waitState(row, options.runtime(server), isFirst)
      if (wait) {
        if (row.item.state.type !== wait.type) setState(row, wait)
        continue
      }
      busy.add(row.item.id)
      void attempt(row).finally(() => {
        busy.delete(row.item.id)
        if (rows.get(row.item.id)?.item.state.type !== 'waiting-server') pump(server)
        else if (options.runtime(server)?.isLive()) clock.after(RETRY_MS, () => pump(server))
      })
    }
  }

  return {
    begun: (ref) => {
      const key = sessionKey(ref)
      reminders.get(key)?.()
      reminders.delete(key)
    },
    forgetServer: (server) => {
      for (const [id, row] of rows) {
        if (row.item.server !== server) continue
        rows.delete(id)
        journal.removeOutbox(id)
        options.onChange({ removed: id, sentTo: null })
      }
    },
    unsent: (server, directory) =>
      [...rows.values()]
        .filter(({ item }) => item.server === server && item.directory === directory)
        .map(({ item }) => textOf(item))
        .reverse(),
    items: () => [...rows.values()].map((row) => row.item),
    pump,
    send: (draft) => {
      const runtime = options.runtime(draft.server)
      if (!runtime) return fail('not-found', 'That server is not known any more.')
      const known = rows.get(draft.id)?.item ?? journal.sent(draft.id)
      if (known) return ok(known)
      const item: OutboxItem = { ...draft, created: clock.now(), state: { type: 'sending' } }
      save({ item, ...freshIds(runtime, item), attempted: false, line: item.id })
      pump(draft.server)
      return ok(rows.get(draft.id)?.item ?? item)
    },
    withdraw: (id) => {
      const row = rows.get(id)
      if (!row) return fail('not-found', 'It has been sent already.')
      if (busy.has(id)) return fail('conflict', 'It is being sent just now.')
      rows.delete(id)
      journal.removeOutbox(id)
      options.onChange({ removed: id, sentTo: null })
      return ok(row.item)
    },
    resend: (id) => {
      const row = rows.get(id)
      if (!row) return fail('not-found', 'It has been sent already.')
      setState(row, { type: 'waiting-server' })
      pump(row.item.server)
      return ok(null)
    },
    confirm: (server, message) => {
      for (const row of [...rows.values()]) {
        if (row.item.server !== server || row.message !== message) continue
        settle(row)
        if (row.item.content.type === 'prompt') remindLater(row, MAX_REMINDERS)
      }
    },
  }
}

/** Nobody works in its session, and it is the newest there. */
function isUnanswered({ state }: ServerRuntime, { item, message }: OutboxRow): boolean {
  const held = item.session === null ? undefined : state.sessions.get(item.session)
  return held?.status.type === 'idle' && held.error === null && held.content.order.at(-1) === message
}

function isBehind({ state }: ServerRuntime, { item, message }: OutboxRow): boolean {
  const newest = item.session === null ? undefined : state.sessions.get(item.session)?.content.order.at(-1)
  return newest !== undefined && newest > message
}

function freshIds({ ids }: ServerRuntime, { content }: OutboxItem): Pick<OutboxRow, 'message' | 'parts'> {
  const parts = content.type === 'shell' ? [] : content.parts
  return { message: messageID(ids.message()), parts: parts.map(() => partID(ids.part())) }
}

function textOf(item: OutboxItem): string {
  const { content } = item
  if (content.type === 'shell') return `!${content.command}`
  const text = content.parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n\n')
  return content.type === 'command' ? `/${content.command} ${content.arguments}`.trim() : text
}

/** Client-made part ids keep a prompt that is sent twice from doubling (seen on 1.18.33). */
function wireParts(parts: readonly PromptPart[], row: OutboxRow): readonly WirePromptPart[] {
  return parts.flatMap((part, index): readonly WirePromptPart[] => {
    const id = row.parts[index]
    return id === undefined ? [] : [{ id, ...part }]
  })
}
