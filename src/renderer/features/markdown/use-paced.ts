import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { createPace, sliceEnd } from './pace.ts'

/** Growth up to this is drawn as it comes: ten times what a fast model writes between two paints. */
const AT_ONCE_CHARS = 1_500
/** Of a text that exists already: most answers are shorter, longer ones go on from here. */
const FIRST_CHARS = 3_000

const channel = new MessageChannel()
let run = () => {}
channel.port1.onmessage = () => run()

const pace = createPace({
  now: () => performance.now(),
  soon: (next) => {
    run = next
    channel.port2.postMessage(null)
  },
})

/** The text, or as much of it as is drawn so far: what comes at once is drawn in slices. */
export function usePaced(text: string, atOnce: boolean): string {
  const [length, setLength] = useState(atOnce ? text.length : Math.min(text.length, FIRST_CHARS))
  const isBehind = text.length - length > AT_ONCE_CHARS
  if (!isBehind && length !== text.length) setLength(text.length)
  useEffect(() => {
    if (!isBehind) return
    return pace.enqueue((chars) => flushSync(() => setLength(sliceEnd(text, length, chars))))
  }, [isBehind, text, length])
  return isBehind ? text.slice(0, length) : text
}
