import { useCallback, useEffect, useRef, useState, type RefObject } from 'react'
import { sessionKey, type SessionRef } from '#contract/ids'
import { rpc } from '../../rpc/rpc.ts'
import { useStore } from '../../store/store.ts'

/** Loading begins this far before the first turn comes into view (pixels). */
const AHEAD = 800

export interface Older {
  readonly state: 'none' | 'idle' | 'loading' | 'failed'
  readonly load: () => void
  /** To be called when the view moves: loads what is near. */
  readonly near: () => void
}

/** Turns before the first one held, fetched as the reader comes near. */
export function useOlder(ref: SessionRef, scroller: RefObject<HTMLElement | null>): Older {
  const { server, session } = ref
  const exists = useStore((state) => state.views[sessionKey(ref)]?.older ?? false)
  const first = useStore((state) => state.messages[sessionKey(ref)]?.[0])
  const [state, setState] = useState<'idle' | 'loading' | 'failed'>('idle')
  const busy = useRef(false)

  const load = useCallback(async () => {
    if (busy.current) return
    busy.current = true
    setState('loading')
    const answer = await rpc.loadOlder({ server, session })
    busy.current = false
    setState(answer.ok ? 'idle' : 'failed')
  }, [server, session])

  const near = useCallback(() => {
    const box = scroller.current
    if (exists && state === 'idle' && box && box.scrollTop < AHEAD) void load()
  }, [exists, state, scroller, load])

  // A page that fits the window can't be scrolled: the next one is loaded right away.
  useEffect(() => {
    const box = scroller.current
    if (first !== undefined && box && box.scrollHeight <= box.clientHeight) near()
  }, [first, near, scroller])

  return { state: exists ? state : 'none', load: () => void load(), near }
}
