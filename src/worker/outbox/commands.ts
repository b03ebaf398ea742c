// Answers and new titles: each ask is a lane of its own and so is each session's title. Neither waits for
// a prompt or a turn: the turn waits for the answer. The newest title wins; an ask is answered once, and
// the server refuses a second answer by itself, so one that may have arrived is simply sent again.

import type { Command, CommandItem } from '#contract/commands'
import {
  outboxID,
  type AskID,
  type OutboxID,
  type ServerID,
  type SessionID,
  type SessionRef,
} from '#contract/ids'
import { fail, ok, type Failure, type Result } from '#contract/result'
import type { ServerRuntime } from '../servers/runtime.ts'
import type { OutboxOptions } from './changes.ts'
import type { Tally } from './counters.ts'
import { noticeOf } from './notice.ts'
import { busyMs, meaningOf, RETRY_MS } from './retry.ts'

export type Reply = Extract<Command, { readonly ask: AskID }>
type Rename = Extract<Command, { readonly type: 'rename' }>
type Waiting = CommandItem & { readonly command: Reply | Rename }

export interface Commands {
  reply(ref: SessionRef, reply: Reply): Result<null>
  rename(ref: SessionRef, title: string): Result<null>
  withdraw(id: OutboxID): Result<null>
  pump(server: ServerID): void
  /** An ask is gone, however it was answered. */
  settled(server: ServerID, ask: AskID): void
  /** What a session is called now, or that it is gone (null). */
  titled(ref: SessionRef, title: string | null): void
  items(): readonly CommandItem[]
  forgetServer(server: ServerID): void
}

export function createCommands(options: OutboxOptions & { readonly tally: Tally }): Commands {
  const { journal, clock, tally } = options
  const held = new Map<OutboxID, Waiting>()
  const busy = new Set<OutboxID>()
  const tries = new Map<OutboxID, number>()
  let made = 0
  for (const item of journal.commands()) {
    if (item.command.type === 'abort') continue
    held.set(item.id, { ...item, command: item.command, state: { type: 'waiting-server' } })
  }

  const isUp = (server: ServerID): boolean => options.runtime(server)?.isUp() ?? false

  /** Only that it waits is written down, not how: sending it twice is harmless. */
  const setState = (item: Waiting, state: CommandItem['state']): void => {
    const next = { ...item, state }
    held.set(item.id, next)
    options.onChange({ type: 'command', item: next })
  }
  const end = (item: Waiting, how: 'confirmed' | 'dropped'): void => {
    if (!held.delete(item.id)) return
    tries.delete(item.id)
    journal.removeCommands([item.id])
    if (how === 'confirmed') tally.count(item.server, 'confirmed')
    options.onChange({ type: 'command.end', id: item.id })
  }

  const add = (ref: SessionRef, command: Reply | Rename): Result<null> => {
    if (!options.runtime(ref.server)) return fail('not-found', 'That server is not known any more.')
    const lane = laneOf({ ...ref, command })
    const others = inLane(lane)
    if (command.type !== 'rename' && others.some(({ state }) => state.type !== 'failed')) {
      return fail('conflict', 'An answer to this is on its way already.')
    }
    const { server, session } = ref
    const created = clock.now()
    const id = outboxID(`${lane} ${created}-${++made}`)
    const item: Waiting = { id, server, session, command, created, state: { type: 'sending' } }
    // Written down before what it replaces goes: a death in between leaves both, and the newer one wins.
    journal.saveCommand(item)
    setState(item, item.state)
    for (const other of others) if (!busy.has(other.id)) end(other, 'dropped')
    pump(server)
    return ok(null)
  }
  const inLane = (lane: string): readonly Waiting[] =>
    [...held.values()].filter((item) => laneOf(item) === lane)

  const afterFailure = (item: Waiting, error: Failure): void => {
    switch (meaningOf(error)) {
      case 'passing':
        return setState(item, { type: 'waiting-server' })
      case 'busy': {
        const before = tries.get(item.id) ?? 0
        tries.set(item.id, before + 1)
        tally.count(item.server, 'retried')
        const waitMs = busyMs(error, before)
        clock.after(waitMs, () => {
          // By the timer and not by the clock, which may have been set back meanwhile.
          const now = held.get(item.id)
          if (now?.state.type === 'waiting-retry') setState(now, { type: 'waiting-server' })
          pump(item.server)
        })
        return setState(item, { type: 'waiting-retry', until: clock.now() + waitMs })
      }
      case 'gone':
        return gone(item)
      case 'refused':
        return refused(item, error)
    }
  }

  const gone = (item: Waiting): void => {
    // Answered elsewhere: that is no failure.
    if (item.command.type !== 'rename') return told(item, item.command, 'gone')
    end(item, 'dropped')
  }
  const refused = (item: Waiting, error: Failure): void => {
    if (item.command.type === 'rename') {
      end(item, 'dropped')
      const text = `The session was not renamed to “${item.command.title}”: ${error.message}`
      return options.onChange({ type: 'said', notice: noticeOf(item, clock.now(), text) })
    }
    // After a restart the ask is open again, so nothing of this need be remembered.
    journal.removeCommands([item.id])
    setState(item, { type: 'failed', message: error.message })
  }

  const told = (item: Waiting, { ask, ...reply }: Reply, answer: 'given' | 'gone'): void => {
    const given =
      reply.type === 'permission' ? reply.reply : reply.type === 'question' ? 'answered' : 'reject'
    options.runtime(item.server)?.dispatch({
      type: 'ask.settled',
      ask,
      session: item.session,
      reply: answer === 'given' ? given : 'gone',
    })
    end(item, 'confirmed')
  }

  const attempt = async (item: Waiting, runtime: ServerRuntime): Promise<void> => {
    setState(item, { type: 'sending' })
    tally.count(item.server, 'sent')
    const { command } = item
    if (command.type !== 'rename') {
      const answer = await sendReply(runtime, item.session, command)
      if (!held.has(item.id)) return
      return answer.ok ? told(item, command, 'given') : afterFailure(item, answer.error)
    }
    const answer = await runtime.client.renameSession(item.session, command.title)
    if (!held.has(item.id)) return
    if (!answer.ok) return afterFailure(item, answer.error)
    // What it is called now is the server's to say: another program may have been quicker.
    const now = await runtime.client.session(item.session)
    if (!held.has(item.id)) return
    if (!now.ok) return afterFailure(item, now.error)
    runtime.dispatch({ type: 'session.upsert', session: now.value })
    end(item, 'confirmed')
  }

  const pump = (server: ServerID): void => {
    const runtime = options.runtime(server)
    const lanes = new Set<string>()
    for (const item of [...held.values()]) {
      if (item.server !== server || item.state.type === 'failed') continue
      const lane = laneOf(item)
      const isFirst = !lanes.has(lane)
      lanes.add(lane)
      if (!isFirst || busy.has(item.id)) continue
      if (item.state.type === 'waiting-retry') continue
      if (!runtime?.isUp()) {
        if (item.state.type !== 'waiting-server') setState(item, { type: 'waiting-server' })
        continue
      }
      busy.add(item.id)
      void attempt(item, runtime).finally(() => {
        busy.delete(item.id)
        if (held.get(item.id)?.state.type !== 'waiting-server') pump(server)
        else if (isUp(server)) clock.after(RETRY_MS, () => pump(server))
      })
    }
  }

  return {
    pump,
    reply: add,
    rename: (ref, title) => add(ref, { type: 'rename', title }),
    items: () => [...held.values()],
    withdraw: (id) => {
      const item = held.get(id)
      if (!item) return fail('not-found', 'It has been sent already.')
      if (busy.has(id)) return fail('conflict', 'It is being sent just now.')
      end(item, 'dropped')
      return ok(null)
    },
    settled: (server, ask) => {
      for (const item of inLane(askLane(server, ask))) end(item, 'confirmed')
    },
    titled: (ref, title) => {
      for (const item of inLane(titleLane(ref))) {
        const isSo = item.command.type === 'rename' && item.command.title === title
        // One on its way has an answer to come, which says the same.
        if (title === null || (isSo && item.state.type === 'sending')) end(item, 'confirmed')
      }
    },
    forgetServer: (server) => {
      for (const item of [...held.values()]) if (item.server === server) end(item, 'dropped')
    },
  }
}

const askLane = (server: ServerID, ask: AskID): string => `${server}/ask/${ask}`
const titleLane = ({ server, session }: SessionRef): string => `${server}/title/${session}`
const laneOf = ({ command, ...ref }: SessionRef & { readonly command: Reply | Rename }): string =>
  command.type === 'rename' ? titleLane(ref) : askLane(ref.server, command.ask)

function sendReply(
  { client, state }: ServerRuntime,
  session: SessionID,
  reply: Reply,
): Promise<Result<null>> {
  const directory = state.sessions.get(session)?.session?.directory ?? ''
  switch (reply.type) {
    case 'permission':
      return client.replyPermission(reply.ask, directory, reply.reply, reply.message)
    case 'question':
      return client.replyQuestion(reply.ask, directory, reply.answers)
    case 'reject-question':
      return client.rejectQuestion(reply.ask, directory)
  }
}
