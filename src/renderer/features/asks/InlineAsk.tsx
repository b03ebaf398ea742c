import { useEffect, useRef } from 'react'
import { AskCard, type AskCardProps } from './AskCard.tsx'
import { askKeyOf, setOutOfView } from './drafts.ts'

/** Seen enough of to be answered where it is. */
const IN_VIEW = 0.3

/** An ask in the turn where it arose; says when that place is out of view. */
export function InlineAsk(props: AskCardProps) {
  const place = useRef<HTMLDivElement>(null)
  const key = askKeyOf(props.ask)
  useEffect(() => {
    const element = place.current
    if (!element) return
    const observer = new IntersectionObserver(
      (entries) => {
        const entry = entries.at(-1)
        // A card taller than the window is in view when it fills a good part of it.
        const fills = entry && entry.intersectionRect.height > (entry.rootBounds?.height ?? 0) * IN_VIEW
        if (entry) setOutOfView(key, entry.intersectionRatio < IN_VIEW && !fills)
      },
      { threshold: [0, 0.1, 0.2, IN_VIEW, 0.6] },
    )
    observer.observe(element)
    return () => {
      observer.disconnect()
      setOutOfView(key, false)
    }
  }, [key])
  return (
    <div ref={place} data-ask-place={props.ask.id} className="my-2">
      <AskCard {...props} />
    </div>
  )
}
