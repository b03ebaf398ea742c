import { useCallback, useEffect, useLayoutEffect, useReducer, useState, type RefObject } from 'react'
import { flushSync } from 'react-dom'
import type { RefKey } from '#contract/ids'
import type { Turn } from '../../store/selectors.ts'
import { useHeldTurns } from './held-turns.ts'
import { turnHeights } from './turn-heights.ts'
import { createTurnWindow } from './turn-window.ts'
import { heldBetween, type Segment } from './turn-window.logic.ts'

export interface TurnWindowProps {
  readonly session: RefKey
  readonly turns: readonly Turn[]
  readonly scroller: RefObject<HTMLElement | null>
  /** Turns that stay drawn wherever the view is. */
  readonly pinned: readonly Turn[]
  readonly estimate: (turn: Turn) => number
  /** Goes to the end if the view follows it. */
  readonly stay: () => void
}

export interface DrawnTurns {
  readonly list: readonly Segment[]
  /** The ref of each turn that is drawn. */
  readonly measure: (element: HTMLElement | null) => void
  /** Draws this turn before it returns, wherever the view is. */
  readonly reveal: (turn: string) => void
}

/** The turns to draw: those near the view, and those that a person or the app holds. */
export function useTurnWindow(props: TurnWindowProps): DrawnTurns {
  const { session, turns, scroller, pinned, estimate, stay } = props
  const [, drawAgain] = useReducer((count: number) => count + 1, 0)
  const [turnWindow] = useState(() => createTurnWindow(drawAgain))
  const [target, setTarget] = useState<string | null>(null)
  const { selected, focused } = useHeldTurns(scroller)

  const indexOf = (id: string | null) => (id === null ? -1 : turns.findIndex((turn) => turn.id === id))
  const list = turnWindow.draw({
    turns,
    scroller: () => scroller.current,
    held: [
      ...pinned.map((turn) => turns.indexOf(turn)),
      indexOf(target),
      indexOf(focused),
      ...(selected ? heldBetween(indexOf(selected[0]), indexOf(selected[1])) : []),
    ],
    estimate: (turn) => turnHeights.of(session, turn.id) ?? estimate(turn),
  })

  useLayoutEffect(() => turnWindow.watch(), [turnWindow])
  useLayoutEffect(() => {
    stay()
    turnWindow.drawn(scroller.current)
  })
  useEffect(() => () => turnHeights.keep(session, turnWindow.heights()), [session, turnWindow])
  const reveal = useCallback((turn: string) => flushSync(() => setTarget(turn)), [])
  return { list, measure: turnWindow.measure, reveal }
}
