import type { ClipboardEvent } from 'react'
import type { ServerID } from '#contract/ids'
import { textOf } from '../../preview/preview.ts'
import type { Turn } from '../../store/selectors.ts'
import { store } from '../../store/store.ts'
import { joinTexts } from './timeline.logic.ts'
import { partsOf } from './turn-parts.ts'

const turnIn = (node: Node | null): string | undefined =>
  (node instanceof Element ? node : node?.parentElement)?.closest<HTMLElement>('[data-turn]')?.dataset['turn']

/**
 * A selection that reaches over turns that are not drawn is copied from the model: the stored texts of every
 * turn it touches. Any other is the browser's.
 */
export function copyTurns(
  event: ClipboardEvent<HTMLElement>,
  server: ServerID,
  turns: readonly Turn[],
): void {
  const selection = document.getSelection()
  if (!selection || selection.isCollapsed) return
  const blanks = [...event.currentTarget.querySelectorAll('[data-blank]')]
  if (!blanks.some((blank) => selection.containsNode(blank, true))) return
  const at = (node: Node | null, otherwise: number): number => {
    const id = turnIn(node)
    return id === undefined ? otherwise : turns.findIndex((turn) => turn.id === id)
  }
  const ends = [at(selection.anchorNode, 0), at(selection.focusNode, turns.length - 1)]
  const state = store.getState()
  const texts = turns.slice(Math.min(...ends), Math.max(...ends) + 1).flatMap((turn) =>
    partsOf(state, server, [...(turn.user ? [turn.user] : []), ...turn.assistants])
      .filter((part) => part.type === 'text' && !part.synthetic)
      .map((part) => textOf(server, part.id, 'text')),
  )
  event.clipboardData.setData('text/plain', joinTexts(texts))
  event.preventDefault()
}
