// Which turns run: begun by a prompt, taken step by step, stopped by an abort.

import type { Clock } from '../../src/worker/clock.ts'
import type { DoubleIds } from './ids.ts'
import type { AssistantInfo, JsonObject, TurnStep, UserInfo } from './records.ts'
import { newestFirst, type DoubleStore, type HeldSession } from './store.ts'
import { runTurn, type Answer, type Turn, type TurnContext } from './turn.ts'

/** `waiting`: for an answer to an ask. */
export type StepResult = 'stepped' | 'waiting' | 'idle'

/** A text, file or agent part; only its ids matter here. */
export type PromptPartInput = { readonly id?: string; readonly type: string } & JsonObject

export interface PromptInput {
  readonly messageID?: string
  readonly agent?: string
  readonly parts: readonly PromptPartInput[]
}

export interface DoubleTurns {
  play(session: string, steps: readonly TurnStep[]): void
  prompt(session: HeldSession, input: PromptInput): void
  step(session: string): StepResult
  abort(session: HeldSession): void
  answer(ask: string, answer: Answer): boolean
  /** Text that has streamed and is not stored yet, by part. */
  streaming(session: string): ReadonlyMap<string, string>
  /** The process died: running turns and asks are gone, what is stored stays. */
  forget(): void
}

const UNSCRIPTED: readonly TurnStep[] = [{ type: 'text', deltas: ['Done', '.'] }]

export function createTurns(clock: Clock, ids: DoubleIds, store: DoubleStore): DoubleTurns {
  const scripts = new Map<string, (readonly TurnStep[])[]>()
  const running = new Map<string, { readonly turn: Turn; waitsFor: string | null }>()
  const streaming = new Map<string, TurnContext['streaming']>()
  const answers = new Map<string, Answer>()

  const start = (session: HeldSession): void => {
    const { id } = session.info
    if (running.has(id)) return
    const texts: TurnContext['streaming'] = new Map()
    streaming.set(id, texts)
    const turn = runTurn({
      clock,
      ids,
      store,
      session,
      answers,
      streaming: texts,
      takeScript: () => scripts.get(id)?.shift() ?? UNSCRIPTED,
    })
    running.set(id, { turn, waitsFor: null })
    step(id)
  }

  const step = (id: string): StepResult => {
    const held = running.get(id)
    if (!held) return 'idle'
    const next = held.turn.next()
    held.waitsFor = next.done ? null : next.value
    if (next.done) running.delete(id)
    return held.waitsFor === null ? 'stepped' : 'waiting'
  }

  const abort = (session: HeldSession): void => {
    const { id } = session.info
    running.get(id)?.turn.return()
    if (!running.delete(id)) return
    const error = { name: 'MessageAbortedError', data: { message: 'Aborted' } }
    store.tell(session, 'session.error', { error })
    store.setStatus(session, { type: 'idle' })
    for (const { part, text } of streaming.get(id)?.values() ?? []) {
      const time = { start: clock.now(), end: clock.now() }
      store.putPart(session, { ...part, text, time })
    }
    streaming.get(id)?.clear()
    for (const ask of [...store.asks.values()]) {
      if (ask.info.sessionID === id) store.asks.delete(ask.info.id)
    }
    const open = newestFirst(session).find(
      (message): message is AssistantInfo =>
        message.role === 'assistant' && message.time.completed === undefined,
    )
    if (open) {
      const time = { ...open.time, completed: clock.now() }
      store.putMessage(session, { ...open, error, time })
    }
    store.setStatus(session, { type: 'idle' })
  }

  return {
    step,
    abort,
    play: (session, steps) => void scripts.set(session, [...(scripts.get(session) ?? []), steps]),
    prompt: (session, input) => {
      if (input.messageID) ids.seen(input.messageID)
      const known = input.messageID ? session.messages.get(input.messageID) : undefined
      const message: UserInfo = {
        id: input.messageID ?? ids.next('msg'),
        role: 'user',
        sessionID: session.info.id,
        time: known ? { created: known.time.created } : { created: clock.now() },
        agent: input.agent ?? 'build',
        model: { providerID: 'demo', modelID: 'fast' },
      }
      store.updateSession(session, {
        agent: message.agent,
        model: { id: 'fast', providerID: 'demo', variant: 'default' },
      })
      store.putMessage(session, message)
      // A part without an id of its client's gets a new one each time: sent twice, it is there twice.
      for (const part of input.parts) {
        if (part.id) ids.seen(part.id)
        const id = part.id ?? ids.next('prt')
        store.putPart(session, { ...part, id, messageID: message.id, sessionID: session.info.id })
      }
      store.updateSession(session, {})
      start(session)
    },
    answer: (id, answer) => {
      const ask = store.asks.get(id)
      const session = ask && store.sessions.get(ask.info.sessionID)
      if (!ask || !session) return false
      store.asks.delete(id)
      answers.set(id, answer)
      if (answer.type === 'reply')
        store.tell(session, 'permission.replied', { requestID: id, reply: answer.reply })
      else if (answer.type === 'answers')
        store.tell(session, 'question.replied', { requestID: id, answers: answer.answers })
      else store.tell(session, 'question.rejected', { requestID: id })
      return true
    },
    streaming: (session) =>
      new Map([...(streaming.get(session) ?? [])].map(([part, { text }]) => [part, text])),
    forget: () => {
      for (const { turn } of running.values()) turn.return()
      running.clear()
      streaming.clear()
      store.asks.clear()
      for (const session of store.sessions.values()) session.status = { type: 'idle' }
    },
  }
}
