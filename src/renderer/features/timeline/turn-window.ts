// Says which turns are drawn: those near the view, and those held. The library measures and tells what is
// near; it never scrolls: turns stand in the flow, so the browser's own anchoring and KeepPlace hold the view.

import {
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type Range,
  type VirtualizerOptions,
} from '@tanstack/virtual-core'
import type { Turn } from '../../store/selectors.ts'
import { drawnIndexes, segments, type Segment } from './turn-window.logic.ts'

/** Drawn above and below the view: more than a wheel or a page key moves before the next frame. */
const AHEAD_PX = 800
/** A session opens with what is in view; what is ahead follows, this much with each frame. */
const AHEAD_STEP_PX = 200
/** As in timeline.css. */
const GAP_PX = 32
const TOP_PX = 24
/** Before the first layout tells the view's. */
const HEIGHT_PX = 800
/** Drawings in a row before the page is painted: each learns heights that move what is near. */
const MAX_PASSES = 12
/** A session opens at its end. */
const END = Number.MAX_SAFE_INTEGER

export interface WindowInput {
  readonly turns: readonly Turn[]
  readonly scroller: () => HTMLElement | null
  /** Indexes that stay drawn wherever the view is; -1 for none. */
  readonly held: readonly number[]
  readonly estimate: (turn: Turn) => number
}

export interface TurnWindow {
  /** To be called when the list is drawn: what to draw. */
  draw(input: WindowInput): readonly Segment[]
  /** To be called once it stands in the page, the view where it belongs; may ask for another drawing. */
  drawn(scroller: HTMLElement | null): void
  /** Begins to watch; the answer ends it. */
  watch(): () => void
  /** The ref of each turn that is drawn; it carries `data-index`. */
  readonly measure: (element: HTMLElement | null) => void
  heights(): readonly (readonly [turn: string, height: number])[]
}

const same = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((value, index) => value === b[index])

const exactHeight = (element: HTMLElement, entry: ResizeObserverEntry | undefined): number =>
  entry?.borderBoxSize[0]?.blockSize ?? element.getBoundingClientRect().height

/** @param onChange what is near is other than what was drawn */
export function createTurnWindow(onChange: () => void): TurnWindow {
  let now: WindowInput = { turns: [], scroller: () => null, held: [], estimate: () => 0 }
  let indexes: readonly number[] = []
  let passes = 0
  let ahead = 0
  let keyOf = (index: number): string | number => index

  const wanted = () => drawnIndexes(now.turns.length, virtualizer.getVirtualIndexes(), now.held)
  const check = () => {
    if (!same(wanted(), indexes)) onChange()
  }
  const options = (): VirtualizerOptions<HTMLElement, HTMLElement> => ({
    count: now.turns.length,
    getScrollElement: () => now.scroller(),
    getItemKey: keyOf,
    estimateSize: (index) => {
      const turn = now.turns[index]
      return turn ? now.estimate(turn) : 0
    },
    gap: GAP_PX,
    scrollMargin: TOP_PX,
    initialOffset: END,
    initialRect: { width: 0, height: HEIGHT_PX },
    rangeExtractor: extract,
    measureElement: exactHeight,
    observeElementRect,
    observeElementOffset,
    scrollToFn: () => {},
    onChange: check,
  })
  const sizeAt = (index: number) => virtualizer.measurementsCache[index]?.size ?? 0

  /** The indexes in view and those within reach of it, by height instead of by number. */
  function near(range: Range): number[] {
    let start = range.startIndex
    for (let px = 0; start > 0 && px < ahead; px += sizeAt(start) + GAP_PX) start -= 1
    let end = range.endIndex
    for (let px = 0; end < range.count - 1 && px < ahead; px += sizeAt(end) + GAP_PX) end += 1
    return Array.from({ length: end - start + 1 }, (_, index) => start + index)
  }

  // Another function each time: the library remembers what the last one gave.
  let extract = (range: Range) => near(range)

  const virtualizer = new Virtualizer<HTMLElement, HTMLElement>(options())
  virtualizer.shouldAdjustScrollPositionOnItemSizeChange = () => false

  /** Turns that came above move every index: those that were drawn, where they are now. */
  function moved(before: readonly Turn[], turns: readonly Turn[]): readonly number[] {
    const at = new Map(turns.map((turn, index) => [turn.id, index]))
    return indexes.map((index) => at.get(before[index]?.id ?? ('' as Turn['id'])) ?? -1)
  }

  /** The library leaves this to the next frame while the view moves; the view is put right before. */
  function measureNew(): void {
    for (const [key, element] of virtualizer.elementsCache) {
      if (virtualizer.itemSizeCache.has(key) || !element.isConnected) continue
      virtualizer.resizeItem(virtualizer.indexFromElement(element), element.getBoundingClientRect().height)
    }
  }

  return {
    draw(input) {
      const before = now.turns
      now = input
      if (before !== input.turns) keyOf = (index) => input.turns[index]?.id ?? index
      virtualizer.setOptions(options())
      // They stay drawn until the view has been put right, or there would be nothing to put it right by.
      const stay = before === input.turns ? [] : moved(before, input.turns)
      indexes = drawnIndexes(input.turns.length, wanted(), stay)
      return segments(input.turns.length, indexes, sizeAt, GAP_PX)
    },
    drawn(scroller) {
      virtualizer._willUpdate()
      measureNew()
      if (scroller) virtualizer.scrollOffset = scroller.scrollTop
      if (same(wanted(), indexes)) passes = 0
      else if (passes < MAX_PASSES) {
        passes += 1
        onChange()
      }
    },
    watch() {
      const end = virtualizer._didMount()
      let frame = requestAnimationFrame(function more() {
        ahead = Math.min(AHEAD_PX, ahead + AHEAD_STEP_PX)
        extract = (range) => near(range)
        virtualizer.setOptions(options())
        if (!same(wanted(), indexes)) onChange()
        if (ahead < AHEAD_PX) frame = requestAnimationFrame(more)
      })
      return () => {
        cancelAnimationFrame(frame)
        end()
      }
    },
    measure: virtualizer.measureElement,
    heights: () => [...virtualizer.itemSizeCache].map(([key, height]) => [String(key), height]),
  }
}
