// Prompts, commands and shell lines: one lane per session, in order, each after the turn before it. One
// waits, visibly, while its server is away or too busy or its session's turn runs, and can be taken back
// until it is sent.

import { refKey, type MessageID, type OutboxID, type ServerID, type SessionRef } from '#contract/ids'
import type { OutboxItem } from '#contract/model'
import { fail, ok, type Failure, type Result } from '#contract/result'
import type { OutboxRow } from '../journal/outbox-store.ts'
import type { ServerRuntime } from '../servers/runtime.ts'
import type { OutboxOptions } from './changes.ts'
import type { Tally } from './counters.ts'
import { deliver, freshIds, isBehind, textOf } from './deliver.ts'
import { createReminders } from './reminders.ts'
import { busyMs, meaningOf, RETRY_MS } from './retry.ts'
import { createTurnsKnown } from './turns-known.ts'

export type OutboxDraft = Omit<OutboxItem, 'state' | 'created'> & {
  /** The message that begins the session this one goes to, while that session is not there yet. */
  readonly after: OutboxID | null
}

export interface Messages {
  send(draft: OutboxDraft): Result<OutboxItem>
  withdraw(id: OutboxID): Result<OutboxItem>
  resend(id: OutboxID): Result<null>
  /** Something changed for this server: it is live, or a turn ended. */
  pump(server: ServerID): void
  /** A user message has come: what sent it is confirmed. */
  confirm(server: ServerID, message: MessageID): void
  /** A turn runs in the session, or a person has called one off: nobody need be reminded there. */
  begun(ref: SessionRef): void
  items(): readonly OutboxItem[]
  /** The last that were sent, for a window that waits for one's session and has just got everything anew. */
  lastSent(): readonly LastSent[]
  /** The words of what waits or is being sent in a folder, newest first: history that is not written yet. */
  unsent(server: ServerID, directory: string): readonly string[]
  /** A server was removed: nothing will ever be sent to it. */
  forgetServer(server: ServerID): void
}

export interface LastSent {
  readonly id: OutboxID
  readonly sentTo: SessionRef
}

export interface MessagesOptions extends OutboxOptions {
  readonly tally: Tally
  /** A Stop is on its way there: what begins a turn now would be stopped instead. */
  readonly isHeld: (ref: SessionRef) => boolean
}

/**
 * A proxy can answer a prompt by itself (204, as the server's own yes): only the prompt's message proves
 * that the server has it. It comes within milliseconds; after this the server is asked.
 */
const CONFIRM_MS = 5_000
/** A window asks for one that it handed over moments ago. */
const MAX_LAST_SENT = 32

export function createMessages(options: MessagesOptions): Messages {
  const { journal, clock, tally } = options
  const rows = new Map<OutboxID, OutboxRow>()
  /** Rows being sent just now. */
  const busy = new Set<OutboxID>()
  /** Rows that were answered with yes and whose message has not been seen. */
  const unconfirmed = new Map<OutboxID, () => void>()
  /** Rows that a server was too busy for: how often, and what ends their wait. */
  const tries = new Map<OutboxID, number>()
  const alarms = new Map<OutboxID, () => void>()
  const turns = createTurnsKnown(clock)
  let lastSent: readonly LastSent[] = []
  const reminders = createReminders(clock, options.runtime)
  for (const row of journal.outbox()) rows.set(row.item.id, row)

  const isUp = (server: ServerID): boolean => options.runtime(server)?.isUp() ?? false

  const save = (...changed: readonly OutboxRow[]): void => {
    for (const row of changed) rows.set(row.item.id, row)
    journal.saveOutbox(...changed)
    for (const { item } of changed) options.onChange({ type: 'message', item })
  }
  const setState = (row: OutboxRow, state: OutboxItem['state']): void =>
    save({ ...row, item: { ...row.item, state } })

  const drop = (id: OutboxID): void => {
    rows.delete(id)
    tries.delete(id)
    alarms.get(id)?.()
    alarms.delete(id)
    unconfirmed.get(id)?.()
  }

  const settle = ({ item }: OutboxRow): void => {
    if (!rows.has(item.id)) return
    drop(item.id)
    tally.count(item.server, 'confirmed')
    journal.addHistory(item.server, item.directory, textOf(item), clock.now())
    journal.settleOutbox(item, clock.now())
    const { server, session } = item
    const sentTo = session === null ? null : { server, session }
    if (sentTo) lastSent = [...lastSent, { id: item.id, sentTo }].slice(-MAX_LAST_SENT)
    options.onChange({ type: 'message.end', item, sentTo })
  }

  /** False: it can't have reached the server. */
  const alreadyThere = async (runtime: ServerRuntime, row: OutboxRow): Promise<boolean | Failure> => {
    if (!row.attempted || row.item.session === null) return false
    const found = await runtime.client.message(row.item.session, row.message)
    if (found.ok) {
      tally.count(row.item.server, 'doubledAvoided')
      return true
    }
    return found.error.code === 'not-found' ? false : found.error
  }

  /** Whoever waits for this session learns of it in the same write. */
  const beginSession = async (runtime: ServerRuntime, row: OutboxRow): Promise<Result<OutboxRow>> => {
    const created = await runtime.client.createSession(row.item.directory)
    if (!created.ok) return created
    runtime.dispatch({ type: 'session.upsert', session: created.value })
    const waiting = [...rows.values()].filter(
      (other) => other.line === row.line && other.item.session === null && other.item.server === runtime.id,
    )
    save(...waiting.map((other) => ({ ...other, item: { ...other.item, session: created.value.id } })))
    return ok(rows.get(row.item.id) ?? row)
  }

  const attempt = async (id: OutboxID): Promise<void> => {
    let row = rows.get(id)
    const runtime = row && options.runtime(row.item.server)
    if (!row || !runtime) return
    const there = await alreadyThere(runtime, row)
    // Its message may have come by the stream meanwhile, or its server was removed.
    if (!rows.has(id)) return
    if (there === true) return settle(row)
    if (there !== false) return afterFailure(row, there)
    const learned = await turns.learn(runtime, row)
    if (!rows.has(id)) return
    if (!learned.ok) return afterFailure(row, learned.error)
    const wait = waitState(row, true)
    if (wait) return setState(row, wait)
    if (row.item.session === null) {
      const begun = await beginSession(runtime, row)
      if (!rows.has(id)) return
      if (!begun.ok) return afterFailure(row, begun.error)
      row = begun.value
    }
    // Made now and not when it was written: a prompt's id must come after all that its session holds.
    if (!row.attempted || isBehind(runtime, row)) row = { ...row, ...freshIds(runtime, row.item) }
    row = { ...row, attempted: true, item: { ...row.item, state: { type: 'sending' } } }
    save(row)
    tally.count(runtime.id, 'sent')
    const sent = await deliver(runtime, row)
    if (!rows.has(id)) return
    if (!sent.ok) return afterFailure(row, sent.error)
    // The answer to these came when their turn had ended.
    if (row.item.content.type !== 'prompt') return settle(row)
    await confirmation(id)
    await attempt(id)
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
    const { id, server } = row.item
    switch (meaningOf(error)) {
      case 'passing':
        return setState(row, { type: 'waiting-server' })
      case 'busy': {
        const before = tries.get(id) ?? 0
        tries.set(id, before + 1)
        tally.count(server, 'retried')
        return setState(row, { type: 'waiting-retry', until: clock.now() + busyMs(error, before) })
      }
      case 'gone':
      case 'refused':
        return setState(row, { type: 'failed', message: error.message })
    }
  }

  /** Null: it may go now. */
  const waitState = (row: OutboxRow, isFirst: boolean): OutboxItem['state'] | null => {
    const { server, session, state } = row.item
    if (state.type === 'waiting-retry' && state.until > clock.now()) return state
    const runtime = options.runtime(server)
    if (!runtime?.isUp()) return { type: 'waiting-server' }
    if (session === null) return isFirst ? null : { type: 'waiting-turn' }
    const isIdle = (runtime.state.sessions.get(session)?.status.type ?? 'idle') === 'idle'
    return isIdle && isFirst && !options.isHeld({ server, session }) ? null : { type: 'waiting-turn' }
  }

  const setAlarm = ({ item }: OutboxRow): void => {
    if (item.state.type !== 'waiting-retry' || alarms.has(item.id)) return
    const cancel = clock.after(item.state.until - clock.now(), () => {
      alarms.delete(item.id)
      // By the timer and not by the clock, which may have been set back meanwhile.
      const row = rows.get(item.id)
      if (row?.item.state.type === 'waiting-retry') setState(row, { type: 'waiting-server' })
      pump(item.server)
    })
    alarms.set(item.id, cancel)
  }

  const pump = (server: ServerID): void => {
    if (!isUp(server)) turns.forget(server)
    const ahead = new Set<string>()
    for (const row of [...rows.values()]) {
      // One that failed waits for its person, and holds up nothing behind it.
      if (row.item.server !== server || row.item.state.type === 'failed') continue
      const line = refKey(server, row.item.session ?? `new:${row.line}`)
      const isFirst = !ahead.has(line)
      ahead.add(line)
      const { id } = row.item
      if (busy.has(id)) continue
      const wait = waitState(row, isFirst)
      if (wait) {
        if (row.item.state.type !== wait.type) setState(row, wait)
        setAlarm(row)
        continue
      }
      busy.add(id)
      void attempt(id).finally(() => {
        busy.delete(id)
        if (rows.get(id)?.item.state.type !== 'waiting-server') pump(server)
        else if (isUp(server)) clock.after(RETRY_MS, () => pump(server))
      })
    }
  }

  /** The session that a message goes to after another one, or the line in which both wait for it. */
  const placeOf = ({
    id,
    after,
    session,
  }: OutboxDraft): Pick<OutboxRow, 'line'> & Pick<OutboxItem, 'session'> => {
    const before = after === null ? null : (rows.get(after) ?? null)
    const sent = after === null ? null : journal.sent(after)
    // Its window may hand in the second before the first when its port was cut in between.
    return {
      line: before?.line ?? after ?? id,
      session: session ?? before?.item.session ?? sent?.session ?? null,
    }
  }

  return {
    pump,
    begun: reminders.cancel,
    items: () => [...rows.values()].map((row) => row.item),
    lastSent: () => lastSent,
    forgetServer: (server) => {
      for (const [id, row] of rows) {
        if (row.item.server !== server) continue
        drop(id)
        journal.removeOutbox(id)
        options.onChange({ type: 'message.end', item: row.item, sentTo: null })
      }
    },
    unsent: (server, directory) =>
      [...rows.values()]
        .filter(({ item }) => item.server === server && item.directory === directory)
        .map(({ item }) => textOf(item))
        .reverse(),
    send: (draft) => {
      const runtime = options.runtime(draft.server)
      if (!runtime) return fail('not-found', 'That server is not known any more.')
      const known = rows.get(draft.id)?.item ?? journal.sent(draft.id)
      if (known) return ok(known)
      const { line, session } = placeOf(draft)
      const { after: _, ...rest } = draft
      const item: OutboxItem = { ...rest, session, created: clock.now(), state: { type: 'sending' } }
      save({ item, ...freshIds(runtime, item), attempted: false, line })
      pump(draft.server)
      return ok(rows.get(draft.id)?.item ?? item)
    },
    withdraw: (id) => {
      const row = rows.get(id)
      if (!row) return fail('not-found', 'It has been sent already.')
      if (busy.has(id)) return fail('conflict', 'It is being sent just now.')
      drop(id)
      journal.removeOutbox(id)
      options.onChange({ type: 'message.end', item: row.item, sentTo: null })
      pump(row.item.server)
      return ok(row.item)
    },
    resend: (id) => {
      const row = rows.get(id)
      if (!row) return fail('not-found', 'It has been sent already.')
      alarms.get(id)?.()
      alarms.delete(id)
      if (!busy.has(id)) setState(row, { type: 'waiting-server' })
      pump(row.item.server)
      return ok(null)
    },
    confirm: (server, message) => {
      for (const row of [...rows.values()]) {
        if (row.item.server !== server || row.message !== message) continue
        settle(row)
        if (row.item.content.type === 'prompt') reminders.watch(row)
      }
    },
  }
}
