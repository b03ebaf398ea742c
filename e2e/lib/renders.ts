// Which components drew again, as React itself tells its developer tools. Names are minified in a built page,
// so each is told by the place of what it draws.

import type { Page } from '@playwright/test'

/** Runs in the page before React does. */
const HOOK = () => {
  interface Fiber {
    readonly tag: number
    readonly flags: number
    readonly child: Fiber | null
    readonly sibling: Fiber | null
    readonly alternate: Fiber | null
    readonly stateNode: unknown
  }
  const COMPONENTS = new Set([0, 1, 11, 14, 15])
  const HOST = 5
  const TEXT = 6
  const PERFORMED_WORK = 1
  const log: string[] = []
  const drawnNow = new Set<string>()

  const nodeOf = (fiber: Fiber): Element | null => {
    if (fiber.tag === HOST) return fiber.stateNode as Element
    if (fiber.tag === TEXT) return (fiber.stateNode as Text).parentElement
    for (let child = fiber.child; child; child = child.sibling) {
      const node = nodeOf(child)
      if (node) return node
    }
    return null
  }
  const placeOf = (node: Element | null): string => {
    if (node === null) return 'nowhere'
    if (node.closest('[data-turn-state]')) return 'clock'
    const block = node.closest('.markdown-chunk > *')
    const part = node.closest<HTMLElement>('[data-part]')?.dataset['part']
    if (part === undefined) return `outside: ${node.outerHTML.slice(0, 120)}`
    const blocks = [...(block?.parentElement?.children ?? [])]
    return block ? `${part} block ${blocks.indexOf(block)}` : part
  }
  const walk = (next: Fiber, before: Fiber) => {
    if (next === before) return
    const performed = (next.flags & PERFORMED_WORK) !== 0
    if (COMPONENTS.has(next.tag) && performed) drawnNow.add(placeOf(nodeOf(next)))
    if (next.child === before.child) return
    for (let child = next.child; child; child = child.sibling) {
      if (child.alternate) walk(child, child.alternate)
    }
  }
  Object.assign(globalThis, {
    renders: log,
    __REACT_DEVTOOLS_GLOBAL_HOOK__: {
      supportsFiber: true,
      isDisabled: false,
      checkDCE: () => {},
      inject: () => 1,
      onCommitFiberUnmount: () => {},
      onPostCommitFiberRoot: () => {},
      onCommitFiberRoot: (_id: number, root: { readonly current: Fiber }) => {
        if (root.current.alternate) walk(root.current, root.current.alternate)
        // A place counts once a commit: many icons are drawn at what looks like one.
        log.push(...drawnNow)
        drawnNow.clear()
      },
    },
  })
}

/** From the next load on, the page notes what draws again. */
export const watchRenders = (page: Page): Promise<unknown> => page.addInitScript(HOOK)

/** How often something drew again since the last call, by its place: a part, a block of one, or elsewhere. */
export const takeRenders = (page: Page): Promise<Readonly<Record<string, number>>> =>
  page.evaluate(() => {
    const { renders } = globalThis as unknown as { readonly renders: string[] }
    const counts: Record<string, number> = {}
    for (const place of renders.splice(0)) counts[place] = (counts[place] ?? 0) + 1
    return counts
  })
