import { useCallback, useEffect, useRef, useState, type RefObject } from 'react'
import { sessionKey, type SessionRef } from '#contract/ids'
import { useCommand } from '../../app/commands.ts'
import { rpc } from '../../rpc/rpc.ts'
import { store, useStore } from '../../store/store.ts'
import { stopOf } from '../outbox/commands.logic.ts'

/** A second Esc later than this begins anew. */
const ESC_AGAIN_MS = 1_500

/** Esc closes things everywhere; it stops a turn only from where the turn is watched or written to. */
const isWatching = (target: EventTarget | null, composer: HTMLElement | null): boolean =>
  target instanceof Element &&
  (target === document.body ||
    composer?.contains(target) === true ||
    target.closest('[data-testid="timeline"]') !== null)

export interface Stop {
  readonly isBusy: boolean
  /** Asked to stop, and the server has not said so yet. */
  readonly isStopping: boolean
  /** Asked to stop while the server can't be reached. */
  readonly isWaiting: boolean
  /** Esc was pressed once. */
  readonly isArmed: boolean
  readonly stop: () => void
}

const nothing = () => {}

/** Stops the turn of a session by button, Esc Esc, or the stop command. */
export function useStop(
  ref: SessionRef | null,
  composer: RefObject<HTMLElement | null>,
  onFailure: (message: string) => void,
): Stop {
  const status = useStore((state) => (ref === null ? undefined : state.activity[sessionKey(ref)]?.status))
  const isBusy = status !== undefined && status.type !== 'idle'
  const command = useStore((state) => (ref === null ? null : stopOf(state.commands, ref)))
  /** Until it is written down; from then on the command tells. */
  const [asked, setAsked] = useState(false)
  const [isArmed, setArmed] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  if (!isBusy && (asked || isArmed)) {
    setAsked(false)
    setArmed(false)
  }

  const stop = useCallback(() => {
    if (ref === null) return
    clearTimeout(timer.current)
    setArmed(false)
    setAsked(true)
    const message = store.getState().messages[sessionKey(ref)]?.at(-1) ?? null
    void rpc.abort({ ...ref, message }).then((answer) => {
      setAsked(false)
      if (!answer.ok) onFailure(answer.error.message)
    })
  }, [ref, onFailure])
  useCommand('stop', isBusy ? stop : nothing)

  useEffect(() => {
    if (!isBusy) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return
      if (!isWatching(event.target, composer.current)) return
      event.preventDefault()
      if (isArmed) return stop()
      setArmed(true)
      clearTimeout(timer.current)
      timer.current = setTimeout(() => setArmed(false), ESC_AGAIN_MS)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [isBusy, isArmed, stop, composer])

  return {
    isBusy,
    isStopping: isBusy && (asked || command !== null),
    isWaiting: isBusy && command?.state.type === 'waiting-server',
    isArmed: isBusy && isArmed,
    stop,
  }
}
