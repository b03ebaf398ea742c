// Marks matches in what is drawn, without touching the page: the browser paints ranges by name.

import type { Match } from './find.logic.ts'

const ALL = 'find'
const CURRENT = 'find-current'

/** What is only read out can't be marked. */
const skipUnseen = (node: Node): number =>
  node instanceof Element && node.classList.contains('sr-only')
    ? NodeFilter.FILTER_REJECT
    : NodeFilter.FILTER_ACCEPT

function rangesIn(root: HTMLElement, query: string): Range[] {
  const wanted = query.toLowerCase()
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, skipUnseen)
  const nodes: { node: Node; start: number }[] = []
  let text = ''
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType !== Node.TEXT_NODE) continue
    nodes.push({ node, start: text.length })
    text += node.nodeValue ?? ''
  }
  const haystack = text.toLowerCase()
  const place = (at: number) => nodes.findLast((entry) => entry.start <= at)
  const ranges: Range[] = []
  for (let at = haystack.indexOf(wanted); at !== -1; at = haystack.indexOf(wanted, at + wanted.length)) {
    const from = place(at)
    const to = place(at + wanted.length - 1)
    if (!from || !to) continue
    const range = new Range()
    range.setStart(from.node, at - from.start)
    range.setEnd(to.node, at + wanted.length - to.start)
    ranges.push(range)
  }
  return ranges
}

export function clearMarks(): void {
  CSS.highlights.delete(ALL)
  CSS.highlights.delete(CURRENT)
}

const bringIntoView = (scroller: HTMLElement, { top, bottom }: DOMRect): void => {
  const box = scroller.getBoundingClientRect()
  if (top < box.top + HEAD_ROOM || bottom > box.bottom) scroller.scrollTop += top - box.top - box.height / 3
}

/** The head of a running turn lies over the timeline's upper edge (pixels). */
const HEAD_ROOM = 40

const turnsIn = (scroller: HTMLElement) => [...scroller.querySelectorAll<HTMLElement>('[data-turn]')]

/** Marks every match that is drawn. */
export function markAll(scroller: HTMLElement, query: string): void {
  if (query === '') CSS.highlights.delete(ALL)
  else CSS.highlights.set(ALL, new Highlight(...turnsIn(scroller).flatMap((turn) => rangesIn(turn, query))))
}

const partOf = (scroller: HTMLElement, { turn, part }: Match): HTMLElement | null =>
  scroller.querySelector(`[data-turn="${CSS.escape(turn)}"] [data-part="${CSS.escape(part)}"]`)

/** Its row and every row around it are open, as far as opening shows it. */
export function isDrawn(scroller: HTMLElement, query: string, match: Match): boolean {
  const part = partOf(scroller, match)
  return part !== null && rangesIn(part, query)[match.nth] !== undefined
}

/**
 * Marks every drawn match and brings the wanted one into view. 'closed': it is inside a row that is
 * closed or folded; the row, or its turn, is brought into view instead.
 */
export function showMatch(scroller: HTMLElement, query: string, match: Match): 'shown' | 'closed' {
  clearMarks()
  const turn = scroller.querySelector<HTMLElement>(`[data-turn="${CSS.escape(match.turn)}"]`)
  if (!turn) return 'closed'
  turn.scrollIntoView({ block: 'nearest' })
  markAll(scroller, query)
  const part = partOf(scroller, match)
  const current = part && rangesIn(part, query)[match.nth]
  if (!current) {
    bringIntoView(scroller, (part ?? turn).getBoundingClientRect())
    return 'closed'
  }
  CSS.highlights.set(CURRENT, new Highlight(current))
  bringIntoView(scroller, current.getBoundingClientRect())
  return 'shown'
}
