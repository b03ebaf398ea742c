// This window's feed, wired to its store, preview and rpc.

import { preview } from '../preview/preview.ts'
import { rpc } from '../rpc/rpc.ts'
import { store } from '../store/store.ts'
import { createFeed } from './create-feed.ts'
import { mayReload, reloadHelped } from './reload-guard.ts'
import { createTextSink } from './repair.ts'
import { createSchedule } from './schedule.ts'
import { createWindowState } from './window-state.ts'

/** A snapshot's batches follow each other within a few frames; slower than this, half of it is better than none. */
const HOLD_MS = 300

const windowState = createWindowState()
const text = createTextSink({
  preview,
  fetchText: ({ server, session, part, field }) => rpc.partText({ server, session, part, field }),
  onGaps: (session) => feed.showGaps(session),
  now: Date.now,
})

let held: ReturnType<typeof setTimeout> | null = null

export const feed = createFeed({
  preview,
  text,
  update: (change) => store.setState(change, true),
  windowState: windowState.current,
  requestFlush: createSchedule(() => feed.flush()),
  onReload: () => {
    if (mayReload(sessionStorage)) location.reload()
    else store.setState({ link: 'other-version' })
  },
  onHeld: () => {
    held ??= setTimeout(() => {
      held = null
      feed.flush(true)
    }, HOLD_MS)
  },
  onApplied: () => {
    if (held !== null) clearTimeout(held)
    held = null
    reloadHelped(sessionStorage)
    if (!store.getState().ready) store.setState({ ready: true })
  },
})

windowState.onChange(feed.sendState)
