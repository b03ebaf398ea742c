// What a turn says about itself, decided from records alone.

import type {
  AssistantMessage,
  FileDiff,
  Gap,
  MessageError,
  Part,
  SessionStatus,
  Todo,
  ToolPart,
} from '#contract/model'
import type { Turn } from '../../store/selectors.ts'

export type TurnState =
  | { readonly type: 'working' }
  | { readonly type: 'waiting' }
  | { readonly type: 'retry'; readonly attempt: number; readonly message: string; readonly next: number }
  /** Sent; nobody has begun to answer. */
  | { readonly type: 'sent' }
  | { readonly type: 'done' }
  | { readonly type: 'stopped' }
  /** Its last answer never ended and nobody works on it: the server went away under it. */
  | { readonly type: 'interrupted' }
  | { readonly type: 'failed'; readonly error: MessageError }

export interface TurnFacts {
  readonly turn: Turn
  readonly last: boolean
  readonly asks: number
  readonly status: SessionStatus
  /** The session's own error, for a turn that failed before an answer began. */
  readonly error: MessageError | null
}

const ended = (error: MessageError): TurnState =>
  error.aborted ? { type: 'stopped' } : { type: 'failed', error }

/** Only the last turn can be at work; whatever waits for a person goes before that. */
export function turnState({ turn, last, asks, status, error }: TurnFacts): TurnState {
  if (asks > 0) return { type: 'waiting' }
  if (last && status.type === 'retry') return status
  if (last && status.type === 'busy') return { type: 'working' }
  const answer = turn.assistants.at(-1)
  if (answer?.error) return ended(answer.error)
  if (last && error) return ended(error)
  if (!answer) return { type: last ? 'sent' : 'done' }
  return { type: answer.completed === null ? 'interrupted' : 'done' }
}

/** From the prompt to the end of the last answer; `end` is null while it is at work. */
export function turnSpan(turn: Turn, running: boolean): { since: number; end: number | null } | null {
  const since = turn.user?.created ?? turn.assistants[0]?.created
  if (since === undefined) return null
  if (running) return { since, end: null }
  const ends = turn.assistants.flatMap((message) => message.completed ?? [])
  return ends.length === 0 ? null : { since, end: Math.max(...ends) }
}

export interface TurnUse {
  readonly input: number
  readonly output: number
  readonly cost: number
  /** Tokens in the model's context after the last step. */
  readonly context: number
}

/** Sums over the turn's steps; null until one has been counted. */
export function turnUse(assistants: readonly AssistantMessage[]): TurnUse | null {
  const counted = assistants.flatMap((message) =>
    message.tokens ? [{ ...message.tokens, cost: message.cost }] : [],
  )
  const last = counted.findLast((tokens) => tokens.output > 0)
  if (!last) return null
  const whole = (tokens: (typeof counted)[number]) => tokens.input + tokens.cacheRead + tokens.cacheWrite
  return {
    input: counted.reduce((sum, tokens) => sum + whole(tokens), 0),
    output: counted.reduce((sum, tokens) => sum + tokens.output + tokens.reasoning, 0),
    cost: counted.reduce((sum, tokens) => sum + tokens.cost, 0),
    context: whole(last) + last.output + last.reasoning,
  }
}

/** `840`, `12.4k`, `1.2M`. */
export function formatTokens(tokens: number): string {
  if (tokens < 1_000) return String(tokens)
  if (tokens < 999_950) return `${(tokens / 1_000).toFixed(tokens < 99_950 ? 1 : 0)}k`
  return `${(tokens / 1_000_000).toFixed(1)}M`
}

/** Dollars, with as many places as it takes to be more than nothing. */
export const formatCost = (cost: number): string => (cost >= 0.01 ? cost.toFixed(2) : cost.toFixed(4))

/** The step that is being worked on, and how far the plan is; null without an open plan. */
export function currentStep(todos: readonly Todo[]): { content: string; done: number; all: number } | null {
  const open = todos.filter((todo) => todo.status !== 'cancelled')
  const current = open.find((todo) => todo.status === 'in_progress')
  if (!current) return null
  return {
    content: current.content,
    done: open.filter((todo) => todo.status === 'completed').length,
    all: open.length,
  }
}

/** Parts that have something to show. */
export const isShown = (part: Part): boolean => {
  switch (part.type) {
    case 'text':
      return !part.synthetic
    case 'reasoning':
    case 'tool':
    case 'retry':
    case 'compaction':
    case 'subtask':
      return true
    case 'file':
    case 'agent':
    case 'step-finish':
    case 'patch':
    case 'other':
      return false
  }
}

/**
 * The shell line that began a turn, without its "!": the server keeps it as the tool call that answers a
 * message without words of a person. Null: the message has words, or files.
 */
export function shellLine(prompt: readonly Part[], answer: readonly Part[]): string | null {
  const isWordless =
    prompt.length > 0 &&
    prompt.every((part) => (part.type === 'text' ? part.synthetic : part.type === 'other'))
  const [call] = answer.filter(isShown)
  if (!isWordless || call?.type !== 'tool' || call.tool !== 'bash') return null
  const { command } = call.state.input
  return typeof command === 'string' ? command : null
}

/** What Copy on a turn gives: the stored texts, in order, untouched. */
export const joinTexts = (texts: readonly string[]): string =>
  texts.filter((text) => text !== '').join('\n\n')

/** Which turn a gap without a part belongs to: the one that was last when it began. */
export function gapTurn(gap: Gap, turns: readonly Turn[]): Turn | undefined {
  const began = (turn: Turn) => turn.user?.created ?? turn.assistants[0]?.created ?? 0
  return turns.findLast((turn) => began(turn) <= gap.since) ?? turns[0]
}

export const isToolOf = (part: Part, message: string, call: string): part is ToolPart =>
  part.type === 'tool' && part.message === message && part.call === call

/** Added lines, removed lines, over all files. */
export const sumChanges = (files: readonly FileDiff[]): { additions: number; deletions: number } => ({
  additions: files.reduce((sum, file) => sum + file.additions, 0),
  deletions: files.reduce((sum, file) => sum + file.deletions, 0),
})
