// Notices on the screen and how long they stay. Time is passed in; pausing keeps what is left.

import { createStore } from 'zustand/vanilla'
import type { NoticeTone } from '#contract/model'

/** Long enough to read two short sentences and to reach the button. */
export const NOTICE_MS = 6_000
/** A stack taller than this covers what a person works on; the oldest harmless one goes first. */
export const MAX_SHOWN = 5

export type NoticeEnd = 'expired' | 'dismissed' | 'acted'

export interface Toast {
  readonly id: string
  readonly tone: NoticeTone
  readonly text: string
  readonly action: { readonly label: string; readonly run: () => void } | null
  /** Milliseconds; null stays until dismissed. */
  readonly stayMs: number | null
  readonly onEnd: ((how: NoticeEnd) => void) | null
}

export interface Clock {
  readonly now: () => number
  /** Returns what cancels it. */
  readonly after: (ms: number, run: () => void) => () => void
}

interface Running {
  remainingMs: number
  startedAt: number
  cancel: (() => void) | null
}

export const createToasts = (clock: Clock) => {
  const store = createStore<{ readonly items: readonly Toast[] }>(() => ({ items: [] }))
  const running = new Map<string, Running>()
  let paused = false

  const start = (id: string): void => {
    const timer = running.get(id)
    if (timer === undefined || paused || timer.cancel !== null) return
    timer.startedAt = clock.now()
    timer.cancel = clock.after(timer.remainingMs, () => end(id, 'expired'))
  }

  const end = (id: string, how: NoticeEnd): void => {
    const toast = store.getState().items.find((item) => item.id === id)
    if (toast === undefined) return
    running.get(id)?.cancel?.()
    running.delete(id)
    store.setState({ items: store.getState().items.filter((item) => item.id !== id) })
    // The notice under the pointer is gone and with it the event that would have ended the pause.
    if (store.getState().items.length === 0) paused = false
    if (how === 'acted') toast.action?.run()
    toast.onEnd?.(how)
  }

  return {
    store,
    /** A second one with an id that is still shown changes nothing. */
    show(toast: Toast): void {
      if (store.getState().items.some((item) => item.id === toast.id)) return
      store.setState({ items: [...store.getState().items, toast] })
      if (toast.stayMs !== null) {
        running.set(toast.id, { remainingMs: toast.stayMs, startedAt: clock.now(), cancel: null })
        start(toast.id)
      }
      const { items } = store.getState()
      const harmless = items.find((item) => item.tone !== 'danger') ?? items[0]
      if (items.length > MAX_SHOWN && harmless !== undefined) end(harmless.id, 'expired')
    },
    end,
    pause(): void {
      paused = true
      for (const timer of running.values()) {
        if (timer.cancel === null) continue
        timer.cancel()
        timer.cancel = null
        timer.remainingMs = Math.max(0, timer.remainingMs - (clock.now() - timer.startedAt))
      }
    },
    resume(): void {
      paused = false
      for (const id of running.keys()) start(id)
    },
  }
}

export type Toasts = ReturnType<typeof createToasts>

export const toasts = createToasts({
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
})
