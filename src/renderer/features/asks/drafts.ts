// What a person has begun to answer. It belongs to the ask, not to a card: the card in the turn and the
// one in the dock show the same.

import { useStore as useZustand } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { refKey, type RefKey } from '#contract/ids'
import type { PermissionReply } from '#contract/model'
import type { Result } from '#contract/result'
import { rpc } from '../../rpc/rpc.ts'
import type { AskHere } from '../../store/state.ts'
import type { AnswerDraft } from './asks.logic.ts'
import { strings } from './strings.ts'

export interface AskDraft {
  /** When it first was on the screen (performance clock). */
  readonly shownAt: number
  /** Always was pressed once. */
  readonly armed: boolean
  readonly reason: string
  readonly answers: readonly AnswerDraft[]
  readonly phase: 'open' | 'answering'
  readonly error: string | null
}

interface Drafts {
  readonly byAsk: ReadonlyMap<RefKey, AskDraft>
  /** Asks whose place in the timeline is out of view. */
  readonly outOfView: ReadonlySet<RefKey>
}

/** Asks that wait at once are few; answered ones leave with the oldest. */
const MAX_DRAFTS = 64

const drafts = createStore<Drafts>(() => ({ byAsk: new Map(), outOfView: new Set() }))

const fresh = (): AskDraft => ({
  shownAt: performance.now(),
  armed: false,
  reason: '',
  answers: [],
  phase: 'open',
  error: null,
})

export const askKeyOf = (ask: AskHere): RefKey => refKey(ask.server, ask.id)

const notShown: AskDraft = { ...fresh(), shownAt: Number.POSITIVE_INFINITY }

export const useDraft = (key: RefKey): AskDraft =>
  useZustand(drafts, (state) => state.byAsk.get(key) ?? notShown)

export const draftOf = (key: RefKey): AskDraft => drafts.getState().byAsk.get(key) ?? notShown

export function patchDraft(key: RefKey, patch: Partial<AskDraft>): void {
  drafts.setState(({ byAsk }) => {
    const next = new Map(byAsk)
    next.set(key, { ...(byAsk.get(key) ?? fresh()), ...patch })
    const oldest = next.keys().next().value
    if (next.size > MAX_DRAFTS && oldest !== undefined) next.delete(oldest)
    return { byAsk: next }
  })
}

/** Starts the time in which keys don't answer; a second card of the same ask changes nothing. */
export function noteShown(key: RefKey): void {
  if (!drafts.getState().byAsk.has(key)) patchDraft(key, {})
}

export function setOutOfView(key: RefKey, out: boolean): void {
  const { outOfView } = drafts.getState()
  if (outOfView.has(key) === out) return
  const next = new Set(outOfView)
  if (out) next.add(key)
  else next.delete(key)
  drafts.setState({ outOfView: next })
}

export const useOutOfView = (): ReadonlySet<RefKey> => useZustand(drafts, (state) => state.outOfView)

async function settle(key: RefKey, call: Promise<Result<null>>): Promise<void> {
  patchDraft(key, { phase: 'answering', error: null, armed: false })
  const answer = await call
  // Written down: what becomes of it the reply itself tells (use-reply.ts).
  patchDraft(key, { phase: 'open', error: answer.ok ? null : `${strings.failed} ${answer.error.message}` })
}

const refOf = (ask: AskHere) => ({ server: ask.server, session: ask.session, ask: ask.id })

export function replyPermission(ask: AskHere, reply: PermissionReply): void {
  const key = askKeyOf(ask)
  const draft = draftOf(key)
  if (draft.phase === 'answering') return
  if (reply === 'always' && !draft.armed) {
    patchDraft(key, { armed: true })
    return
  }
  const message = reply === 'reject' ? draft.reason.trim() : ''
  void settle(key, rpc.replyPermission({ ...refOf(ask), reply, message }))
}

export function replyQuestion(ask: AskHere, answers: readonly (readonly string[])[]): void {
  const key = askKeyOf(ask)
  if (draftOf(key).phase === 'answering') return
  void settle(key, rpc.replyQuestion({ ...refOf(ask), answers }))
}

export function rejectQuestion(ask: AskHere): void {
  const key = askKeyOf(ask)
  if (draftOf(key).phase === 'answering') return
  void settle(key, rpc.rejectQuestion(refOf(ask)))
}
