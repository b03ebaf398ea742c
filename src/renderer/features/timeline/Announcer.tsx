import { useEffect, useRef, useState } from 'react'
import { refKey, sessionKey, type PartID, type SessionRef } from '#contract/ids'
import { textOf } from '../../preview/preview.ts'
import type { State } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'

/** Longer than this nobody listens to unasked; the text itself is there to be read. */
const SAID_LENGTH = 400

/** The last text that has ended in the last message. */
function lastEnded(state: State, ref: SessionRef): PartID | null {
  const message = state.messages[sessionKey(ref)]?.at(-1)
  if (message === undefined) return null
  const parts = state.parts[refKey(ref.server, message)] ?? []
  const ended = (id: PartID) => {
    const part = state.part[refKey(ref.server, id)]
    return (
      part?.type === 'text' &&
      part.end !== null &&
      state.message[refKey(ref.server, message)]?.role === 'assistant'
    )
  }
  return parts.findLast(ended) ?? null
}

/** Reads out each block of the answer once it has ended. */
export function Announcer({ server, session }: SessionRef) {
  const ended = useStore((state) => lastEnded(state, { server, session }))
  const first = useRef(ended)
  const [said, setSaid] = useState('')
  useEffect(() => {
    if (ended === null || ended === first.current) return
    first.current = ended
    setSaid(textOf(server, ended, 'text').slice(0, SAID_LENGTH))
  }, [ended, server])
  return (
    <div aria-live="polite" className="sr-only" data-announcer>
      {said}
    </div>
  )
}
