// Turns that must stay drawn because of what a person does in them: those of a selection, and the one that
// has the focus.

import { useEffect, useState, type RefObject } from 'react'

export interface HeldTurns {
  /** Ids of the turns where the selection begins and ends, in whatever order. */
  readonly selected: readonly [string, string] | null
  readonly focused: string | null
}

const nothing: HeldTurns = { selected: null, focused: null }

const turnAt = (node: Node | null): string | null => {
  const element = node instanceof Element ? node : (node?.parentElement ?? null)
  return element?.closest<HTMLElement>('[data-turn]')?.dataset['turn'] ?? null
}

function heldIn(box: HTMLElement): HeldTurns {
  const selection = document.getSelection()
  const focused = box.contains(document.activeElement) ? turnAt(document.activeElement) : null
  const { anchorNode, focusNode } = selection ?? { anchorNode: null, focusNode: null }
  // Also of a caret: a click with Shift, wherever the view is by then, selects from there.
  const isHere = selection !== null && box.contains(anchorNode)
  const from = isHere ? turnAt(anchorNode) : null
  if (from === null) return { selected: null, focused }
  return { selected: [from, turnAt(focusNode) ?? from], focused }
}

const same = (a: HeldTurns, b: HeldTurns): boolean =>
  a.focused === b.focused && a.selected?.[0] === b.selected?.[0] && a.selected?.[1] === b.selected?.[1]

export function useHeldTurns(scroller: RefObject<HTMLElement | null>): HeldTurns {
  const [held, setHeld] = useState(nothing)
  useEffect(() => {
    const look = () => {
      const box = scroller.current
      if (!box) return
      const next = heldIn(box)
      setHeld((before) => (same(before, next) ? before : next))
    }
    document.addEventListener('selectionchange', look)
    document.addEventListener('focusin', look)
    document.addEventListener('focusout', look)
    return () => {
      document.removeEventListener('selectionchange', look)
      document.removeEventListener('focusin', look)
      document.removeEventListener('focusout', look)
    }
  }, [scroller])
  return held
}
