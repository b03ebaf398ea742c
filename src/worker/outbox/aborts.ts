// Stop: it means the turn that the person saw and no other. It goes ahead of everything, waits for a lost
// connection for ten seconds at most, and is never sent by a later life of the worker. The server's own
// call names a session and no turn, so before each sending the server is asked which turn runs.

import type { CommandItem } from '#contract/commands'
import {
  outboxID,
  sessionKey,
  type MessageID,
  type RefKey,
  type ServerID,
  type SessionRef,
} from '#contract/ids'
import type { Message } from '#contract/model'
import { fail, ok, type Result } from '#contract/result'
import type { ServerRuntime } from '../servers/runtime.ts'
import type { OutboxOptions } from './changes.ts'
import type { Tally } from './counters.ts'
import { noticeOf } from './notice.ts'
import { meaningOf } from './retry.ts'

/** Who still waits after this has seen that nothing stopped, and says so again. */
const EXPIRES_MS = 10_000
/** Soon enough for somebody who waits, and not a hail of requests. */
const AGAIN_MS = 1_000

export interface Aborts {
  /** `message`: the newest one that the person saw; null: none is shown. */
  stop(ref: SessionRef, message: MessageID | null): Result<null>
  pump(server: ServerID): void
  /** This turn was aborted; null: the session is idle, so whichever it was has ended. */
  ended(ref: SessionRef, turn: MessageID | null): void
  /** A request is under way: what begins a turn now could be stopped by it. */
  isOnItsWay(ref: SessionRef): boolean
  items(): readonly CommandItem[]
  forgetServer(server: ServerID): void
}

export interface AbortsOptions extends OutboxOptions {
  readonly tally: Tally
  /** No request is under way there any more: prompts may go. */
  readonly onFree: (server: ServerID) => void
}

interface Stop {
  readonly key: RefKey
  readonly turn: MessageID | null
  readonly cancelExpiry: () => void
  item: CommandItem
  tries: number
}

export function createAborts(options: AbortsOptions): Aborts {
  const { journal, clock, tally } = options
  const stops = new Map<RefKey, Stop>()
  /** Outlives the Stop itself: a turn may end while the request that was to end it is still out there. */
  const onItsWay = new Set<RefKey>()
  // What a Stop of an earlier life meant has long gone its way.
  const stale = journal.commands().filter(({ command }) => command.type === 'abort')
  journal.removeCommands(stale.map(({ id }) => id))

  const isHeld = (stop: Stop): boolean => stops.get(stop.key) === stop
  const end = (stop: Stop, how: 'confirmed' | 'expired'): void => {
    if (!isHeld(stop)) return
    stops.delete(stop.key)
    stop.cancelExpiry()
    journal.removeCommands([stop.item.id])
    tally.count(stop.item.server, how)
    options.onChange({ type: 'command.end', id: stop.item.id })
  }
  const giveUp = (stop: Stop, why: string): void => {
    if (!isHeld(stop)) return
    end(stop, 'expired')
    options.onChange({ type: 'said', notice: noticeOf(stop.item, clock.now(), why) })
  }
  const setState = (stop: Stop, state: CommandItem['state']): void => {
    if (stop.item.state.type === state.type) return
    stop.item = { ...stop.item, state }
    options.onChange({ type: 'command', item: stop.item })
  }

  /** Whether the turn that is meant is the session's newest and has not been aborted, asked of the server. */
  const isStillMeant = async (runtime: ServerRuntime, stop: Stop): Promise<Result<boolean>> => {
    // Nothing says which turn it was: right at the first try, a guess at any later one.
    if (stop.turn === null) return ok(stop.tries === 1)
    const page = await runtime.client.messages(stop.item.session, 1, null)
    if (!page.ok) return page
    const newest = page.value.messages.at(-1)?.message
    const isAborted = newest?.role === 'assistant' && newest.error?.aborted === true
    // The stream may have told of another turn while that answer was under way.
    const content = runtime.state.sessions.get(stop.item.session)?.content
    const heard = content?.messages.get(content.order.at(-1) ?? stop.turn)
    const isOvertaken = heard !== undefined && heard.id > stop.turn && turnOf(heard) !== stop.turn
    return ok(newest !== undefined && turnOf(newest) === stop.turn && !isAborted && !isOvertaken)
  }

  const ask = async (runtime: ServerRuntime, stop: Stop): Promise<void> => {
    const meant = await isStillMeant(runtime, stop)
    if (!isHeld(stop)) return
    if (meant.ok && !meant.value) return end(stop, stop.tries > 1 ? 'confirmed' : 'expired')
    if (meant.ok) tally.count(runtime.id, 'sent')
    const answer = meant.ok ? await runtime.client.abort(stop.item.session) : meant
    if (!isHeld(stop)) return
    const meaning = answer.ok ? null : meaningOf(answer.error)
    if (!answer.ok && meaning === 'refused') return giveUp(stop, `Stop was refused: ${answer.error.message}`)
    if (meaning === 'gone') return end(stop, 'expired')
    if (!answer.ok) setState(stop, { type: 'waiting-server' })
    // A yes counts once the session says that it is idle: if it does not soon, the server is asked again.
    clock.after(AGAIN_MS, () => attempt(stop))
  }

  const attempt = (stop: Stop): void => {
    const { server } = stop.item
    if (!isHeld(stop) || onItsWay.has(stop.key)) return
    const runtime = options.runtime(server)
    if (!runtime?.isUp()) return setState(stop, { type: 'waiting-server' })
    setState(stop, { type: 'sending' })
    stop.tries++
    onItsWay.add(stop.key)
    void ask(runtime, stop).finally(() => {
      onItsWay.delete(stop.key)
      options.onFree(server)
    })
  }

  const turnMeant = ({ state }: ServerRuntime, ref: SessionRef, seen: MessageID | null): MessageID | null => {
    const content = state.sessions.get(ref.session)?.content
    const id = seen ?? content?.order.at(-1)
    const message = id === undefined ? undefined : content?.messages.get(id)
    return message ? turnOf(message) : null
  }

  return {
    isOnItsWay: (ref) => onItsWay.has(sessionKey(ref)),
    items: () => [...stops.values()].map(({ item }) => item),
    pump: (server) => {
      for (const stop of [...stops.values()]) {
        if (stop.item.server === server && stop.item.state.type === 'waiting-server') attempt(stop)
      }
    },
    ended: (ref, turn) => {
      const stop = stops.get(sessionKey(ref))
      if (stop && (turn === null || turn === stop.turn)) end(stop, 'confirmed')
    },
    forgetServer: (server) => {
      for (const stop of [...stops.values()]) if (stop.item.server === server) end(stop, 'expired')
    },
    stop: (ref, message) => {
      const runtime = options.runtime(ref.server)
      if (!runtime) return fail('not-found', 'That server is not known any more.')
      const key = sessionKey(ref)
      const status = runtime.state.sessions.get(ref.session)?.status.type ?? 'idle'
      if (stops.has(key) || (runtime.isUp() && status === 'idle')) return ok(null)
      const turn = turnMeant(runtime, ref, message)
      const created = clock.now()
      const item: CommandItem = {
        id: outboxID(`${key} stop ${created}`),
        server: ref.server,
        session: ref.session,
        command: { type: 'abort', turn },
        created,
        state: { type: 'sending' },
      }
      const expire = (): void =>
        giveUp(stop, 'Stop did not reach the server in time. The turn may still run.')
      const stop: Stop = { key, turn, item, tries: 0, cancelExpiry: clock.after(EXPIRES_MS, () => expire()) }
      stops.set(key, stop)
      journal.saveCommand(item)
      options.onChange({ type: 'command', item })
      attempt(stop)
      return ok(null)
    },
  }
}

const turnOf = (message: Message): MessageID => (message.role === 'user' ? message.id : message.parent)
