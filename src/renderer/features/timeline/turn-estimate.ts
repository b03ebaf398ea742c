import type { SessionRef } from '#contract/ids'
import type { Message } from '#contract/model'
import { textOf } from '../../preview/preview.ts'
import type { Turn } from '../../store/selectors.ts'
import { store } from '../../store/store.ts'
import { isShown } from './timeline.logic.ts'
import { estimateHeight } from './turn-window.logic.ts'
import { partsOf } from './turn-parts.ts'

/** Of turns as they were when they were first asked about: an estimate need not follow every change. */
const estimated = new WeakMap<Turn, number>()

/** How tall a turn may be that has never been drawn (pixels). */
export function estimateTurn({ server }: SessionRef, turn: Turn): number {
  const known = estimated.get(turn)
  if (known !== undefined) return known
  const state = store.getState()
  const charsOf = (messages: readonly Message[]) =>
    partsOf(state, server, messages)
      .filter((part) => part.type === 'text' && !part.synthetic)
      .reduce((sum, part) => sum + textOf(server, part.id, 'text').length, 0)
  const height = estimateHeight({
    promptChars: turn.user ? charsOf([turn.user]) : 0,
    answerChars: charsOf(turn.assistants),
    rows: partsOf(state, server, turn.assistants).filter((part) => part.type !== 'text' && isShown(part))
      .length,
  })
  estimated.set(turn, height)
  return height
}
