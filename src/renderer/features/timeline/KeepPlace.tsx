import { Component, type ReactNode, type RefObject } from 'react'

interface Props {
  /** What scrolls. */
  readonly scroller: RefObject<HTMLElement | null>
  /** Its children carry data-turn. */
  readonly children: ReactNode
}

interface Place {
  readonly element: HTMLElement
  readonly top: number
}

/**
 * Keeps the first turn in view where it is when turns come or go above it: the browser's own anchoring
 * does nothing at the very top. A class, because only a class can measure right before the page changes.
 */
export class KeepPlace extends Component<Props> {
  override getSnapshotBeforeUpdate(): Place | null {
    const scroller = this.props.scroller.current
    if (!scroller) return null
    const edge = scroller.getBoundingClientRect().top
    const element = [...scroller.querySelectorAll<HTMLElement>('[data-turn]')].find(
      (turn) => turn.getBoundingClientRect().bottom > edge,
    )
    return element ? { element, top: element.getBoundingClientRect().top } : null
  }

  override componentDidUpdate(_props: Props, _state: unknown, before: Place | null): void {
    const scroller = this.props.scroller.current
    if (!scroller || !before?.element.isConnected) return
    const moved = before.element.getBoundingClientRect().top - before.top
    if (moved !== 0) scroller.scrollTop += moved
  }

  override render(): ReactNode {
    return this.props.children
  }
}
