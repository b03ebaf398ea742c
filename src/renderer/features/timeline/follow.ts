// The view follows what is written only while it is at the bottom.

import { useCallback, useLayoutEffect, useRef, useState, type FocusEvent, type RefObject } from 'react'

/** Nearer to the end than this counts as being at it (pixels). */
const AT_BOTTOM = 24

const scrollToEnd = (box: HTMLElement): void => {
  box.scrollTop = box.scrollHeight
}

export interface Follow {
  readonly following: boolean
  readonly onScroll: () => void
  /** Go to the end and stay there. */
  readonly jump: () => void
  /** Go to the end if the view follows it. */
  readonly stay: () => void
  /** The view is about to be moved elsewhere: it follows again only if that turns out to be the end. */
  readonly leave: () => void
  /** Something in here has the focus: the view goes with it, so it no longer follows the end. */
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void
}

/** @param content the box inside the scroller that grows. */
export function useFollow(
  scroller: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
): Follow {
  const [following, setFollowing] = useState(true)
  const follows = useRef(true)
  const lastTop = useRef(0)

  const toEnd = useCallback(() => {
    const box = scroller.current
    if (!box) return
    scrollToEnd(box)
    lastTop.current = box.scrollTop
  }, [scroller])

  const stay = useCallback(() => {
    if (follows.current) toEnd()
  }, [toEnd])

  const set = (value: boolean) => {
    follows.current = value
    setFollowing(value)
  }

  const onScroll = () => {
    const box = scroller.current
    if (!box) return
    const left = box.scrollHeight - box.scrollTop - box.clientHeight
    // Text may have come since the last jump to the end: only moving up means leaving it.
    if (left <= AT_BOTTOM) set(true)
    else if (box.scrollTop < lastTop.current - 1) set(false)
    lastTop.current = box.scrollTop
  }

  useLayoutEffect(() => {
    const inner = content.current
    const box = scroller.current
    if (!inner || !box) return
    const observer = new ResizeObserver(stay)
    observer.observe(inner)
    observer.observe(box)
    return () => observer.disconnect()
  }, [content, scroller, stay])

  const jump = useCallback(() => {
    follows.current = true
    setFollowing(true)
    toEnd()
  }, [toEnd])

  const leave = () => {
    set(false)
    // Where nothing had to move, no scrolling tells.
    requestAnimationFrame(onScroll)
  }

  // Told at once: the scroll event comes only after turns were drawn anew, which would go back to the end.
  const onFocus = ({ currentTarget, target }: FocusEvent<HTMLElement>) => {
    onScroll()
    const view = currentTarget.getBoundingClientRect()
    const { top, bottom } = target.getBoundingClientRect()
    if (target !== currentTarget && (bottom < view.top || top > view.bottom)) leave()
  }

  return { following, onScroll, jump, stay, leave, onFocus }
}
