import { useEffect, useState, type RefObject } from 'react'

const selectsIn = (box: HTMLElement): boolean => {
  const selection = document.getSelection()
  return selection !== null && !selection.isCollapsed && selection.containsNode(box, true)
}

/**
 * A growing text as it should be drawn: it stands still while something in it is selected, because
 * drawing more would take the selection away, and catches up when the selection ends.
 */
export function useHeldWhileSelected(
  box: RefObject<HTMLElement | null>,
  text: string,
  growing: boolean,
): string {
  const [held, setHeld] = useState<string | null>(null)
  const listens = growing || held !== null
  useEffect(() => {
    if (!listens) return
    const check = () => {
      const selected = box.current !== null && selectsIn(box.current)
      setHeld((before) => (selected ? (before ?? text) : null))
    }
    document.addEventListener('selectionchange', check)
    return () => document.removeEventListener('selectionchange', check)
  }, [box, text, listens])
  // A text that was replaced is not a shorter state of what it is now.
  return held !== null && text.startsWith(held) ? held : text
}
