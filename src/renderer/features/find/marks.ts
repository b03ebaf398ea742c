// Marks matches in what is drawn, without touching the page: the browser paints ranges by name.

const ALL = 'find'
const CURRENT = 'find-current'

function rangesIn(root: HTMLElement, query: string): Range[] {
  const wanted = query.toLowerCase()
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  const nodes: { node: Node; start: number }[] = []
  let text = ''
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
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

/** Marks every drawn match and brings the wanted one into view; its turn when it isn't drawn. */
export function showMatch(scroller: HTMLElement, query: string, turnId: string, nthInTurn: number): void {
  clearMarks()
  const turns = [...scroller.querySelectorAll<HTMLElement>('[data-turn]')]
  const turn = turns.find((element) => element.dataset['turn'] === turnId)
  if (!turn) return
  turn.scrollIntoView({ block: 'nearest' })
  const own = rangesIn(turn, query)
  CSS.highlights.set(
    ALL,
    new Highlight(...turns.flatMap((element) => (element === turn ? own : rangesIn(element, query)))),
  )
  const current = own[Math.min(nthInTurn, own.length - 1)]
  if (!current) return
  CSS.highlights.set(CURRENT, new Highlight(current))
  const { top, bottom } = current.getBoundingClientRect()
  const box = scroller.getBoundingClientRect()
  if (top < box.top || bottom > box.bottom) scroller.scrollTop += top - box.top - box.height / 3
}
