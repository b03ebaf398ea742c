// A turn as it runs on the server, one event at a time: the test takes the steps, nothing runs by itself.

import type { Clock } from '../../src/worker/clock.ts'
import type { DoubleIds } from './ids.ts'
import type { AskInfo, AssistantInfo, JsonObject, PartInfo, TurnStep, UserInfo } from './records.ts'
import { inOrder, NO_TOKENS, type DoubleStore, type HeldSession } from './store.ts'

/** How an ask was answered. */
export type Answer =
  | { readonly type: 'reply'; readonly reply: 'once' | 'always' | 'reject' }
  | { readonly type: 'answers'; readonly answers: readonly (readonly string[])[] }
  | { readonly type: 'rejected' }

export interface TurnContext {
  readonly clock: Clock
  readonly ids: DoubleIds
  readonly store: DoubleStore
  readonly session: HeldSession
  /** What the model does next; taken once per user message. */
  readonly takeScript: () => readonly TurnStep[]
  readonly answers: Map<string, Answer>
  /** Text that streamed but is not stored yet, by part: what a client that missed nothing has. */
  readonly streaming: Map<string, { readonly part: PartInfo; text: string }>
}

/** Yields after every event it sends; the value is the ask it waits for, else null. */
export type Turn = Generator<string | null, void, void>

const STOPPED = Symbol('stopped')

export function* runTurn(context: TurnContext): Turn {
  const { store, session } = context
  for (let user = unanswered(session); user; user = unanswered(session)) {
    const outcome = yield* answer(context, user)
    if (outcome === STOPPED) break
  }
  store.setStatus(session, { type: 'idle' })
  yield null
  store.updateSession(session, {})
  store.tell(session, 'session.diff', { diff: [] })
  const last = newestUser(session)
  if (last) store.putMessage(session, { ...last, summary: { diffs: [] } })
}

export const newestUser = (session: HeldSession): UserInfo | null =>
  inOrder([...session.messages.values()].filter((message) => message.role === 'user')).at(-1) ?? null

function unanswered(session: HeldSession): UserInfo | null {
  const user = newestUser(session)
  const isAnswered = [...session.messages.values()].some(
    (message) =>
      message.role === 'assistant' && message.parentID === user?.id && message.time.completed !== undefined,
  )
  return isAnswered ? null : user
}

function* answer(context: TurnContext, user: UserInfo): Generator<string | null, symbol | null, void> {
  let message = yield* begin(context, user)
  for (const step of context.takeScript()) {
    if (step.type === 'next-message') {
      yield* finish(context, message, 'tool-calls')
      message = yield* begin(context, user)
    } else if (step.type === 'tool' || step.type === 'question') {
      const isStopped = yield* callTool(context, message, step)
      if (isStopped) {
        yield* finish(context, message, 'tool-calls')
        return STOPPED
      }
    } else {
      yield* stream(context, message, step)
    }
  }
  yield* finish(context, message, 'stop')
  context.store.setStatus(context.session, { type: 'busy' })
  return null
}

function* begin(context: TurnContext, user: UserInfo): Generator<string | null, AssistantInfo, void> {
  const { clock, ids, store, session } = context
  store.setStatus(session, { type: 'busy' })
  yield null
  const { directory } = session.info
  const message: AssistantInfo = {
    id: ids.next('msg'),
    parentID: user.id,
    role: 'assistant',
    mode: user.agent,
    agent: user.agent,
    path: { cwd: directory, root: directory },
    cost: 0,
    tokens: NO_TOKENS,
    modelID: user.model.modelID,
    providerID: user.model.providerID,
    time: { created: clock.now() },
    sessionID: session.info.id,
  }
  store.putMessage(session, message)
  yield null
  store.updateSession(session, {})
  store.tell(session, 'session.diff', { diff: [] })
  store.putMessage(session, { ...user, summary: { diffs: [] } })
  store.setStatus(session, { type: 'busy' })
  yield null
  putNew(context, message, 'step-start', { snapshot: 'snap' })
  yield null
  return message
}

function putNew(
  { ids, store, session }: TurnContext,
  message: AssistantInfo,
  type: string,
  more: JsonObject,
) {
  const part: PartInfo = {
    id: ids.next('prt'),
    messageID: message.id,
    sessionID: session.info.id,
    type,
    ...more,
  }
  store.putPart(session, part)
  return part
}

function* finish(context: TurnContext, message: AssistantInfo, reason: string): Turn {
  const { clock, store, session } = context
  putNew(context, message, 'step-finish', { reason, snapshot: 'snap', tokens: NO_TOKENS, cost: 0 })
  yield null
  store.putMessage(session, { ...message, finish: reason })
  const time = { ...message.time, completed: clock.now() }
  store.putMessage(session, { ...message, finish: reason, time })
  yield null
}

function* stream(
  context: TurnContext,
  message: AssistantInfo,
  step: { readonly type: 'text' | 'reasoning'; readonly deltas: readonly string[] },
): Turn {
  const { clock, store, session, streaming } = context
  const start = clock.now()
  const part = putNew(context, message, step.type, { text: '', time: { start } })
  const held = { part, text: '' }
  streaming.set(part.id, held)
  yield null
  for (const delta of step.deltas) {
    held.text += delta
    store.tell(session, 'message.part.delta', {
      messageID: message.id,
      partID: part.id,
      field: 'text',
      delta,
    })
    yield null
  }
  streaming.delete(part.id)
  store.putPart(session, { ...part, text: held.text, time: { start, end: clock.now() } })
  yield null
}

function* callTool(
  context: TurnContext,
  message: AssistantInfo,
  step: Extract<TurnStep, { readonly type: 'tool' | 'question' }>,
): Generator<string | null, boolean, void> {
  const { clock, store, session, answers } = context
  const tool = step.type === 'tool' ? step.tool : 'question'
  const input: JsonObject = step.type === 'tool' ? step.input : { questions: step.questions }
  const callID = `call_${clock.now()}_${session.log.length}`
  const part = putNew(context, message, 'tool', {
    tool,
    callID,
    state: { status: 'pending', input: {}, raw: '' },
  })
  yield null
  const start = clock.now()
  const setState = (state: JsonObject): void => store.putPart(session, { ...part, state })
  setState({ status: 'running', input, time: { start } })
  yield null
  const asked = ask(context, message, callID, step)
  if (asked !== null) {
    while (!answers.has(asked)) yield asked
    const given = answers.get(asked)
    if (given?.type === 'rejected' || (given?.type === 'reply' && given.reply === 'reject')) {
      const error = 'The user rejected permission to use this specific tool call.'
      setState({ status: 'error', input, error, time: { start, end: clock.now() } })
      yield null
      return true
    }
  }
  let output = ''
  for (const piece of step.type === 'tool' ? step.output : []) {
    output += piece
    setState({ status: 'running', input, metadata: { output }, time: { start } })
    yield null
  }
  const title = tool
  const metadata: JsonObject = step.type === 'tool' ? { output, exit: 0, truncated: false } : {}
  const end = clock.now()
  setState({
    status: 'completed',
    input,
    output: output || 'User has answered.',
    metadata,
    title,
    time: { start, end },
  })
  yield null
  return false
}

function ask(
  { ids, store, session }: TurnContext,
  message: AssistantInfo,
  callID: string,
  step: Extract<TurnStep, { readonly type: 'tool' | 'question' }>,
): string | null {
  const { directory, id: sessionID } = session.info
  const tool = { messageID: message.id, callID }
  const put = (kind: AskInfo['kind'], info: AskInfo['info']): string => {
    store.asks.set(info.id, { kind, directory, info })
    store.tell(session, `${kind}.asked`, info)
    return info.id
  }
  if (step.type === 'question') {
    return put('question', { id: ids.next('que'), sessionID, questions: step.questions, tool })
  }
  if (!step.permission) return null
  return put('permission', {
    id: ids.next('per'),
    sessionID,
    metadata: step.input,
    tool,
    ...step.permission,
  })
}
