// This window's feed, wired to its store, preview and rpc.

import { preview } from '../preview/preview.ts'
import { rpc } from '../rpc/rpc.ts'
import { store } from '../store/store.ts'
import { createFeed } from './create-feed.ts'
import { mayReload, reloadHelped } from './reload-guard.ts'
import { createTextSink } from './repair.ts'
import { createSchedule } from './schedule.ts'
import { createWindowState } from './window-state.ts'

/**
 * A snapshot says that it is whole with its last batch, except where no server has a cursor yet; then the
 * first batch is all there is, or nearly.
 */
const WHOLE_AFTER_MS = 300

const windowState = createWindowState()
const text = createTextSink({
  preview,
  fetchText: ({ server, session, part, field }) => rpc.partText({ server, session, part, field }),
  onGaps: (session) => feed.showGaps(session),
  now: Date.now,
})

const markReady = () => {
  if (!store.getState().ready) store.setState({ ready: true })
}

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
  onApplied(whole) {
    reloadHelped(sessionStorage)
    if (whole || Object.keys(store.getState().servers).length === 0) markReady()
    else setTimeout(markReady, WHOLE_AFTER_MS)
  },
})

windowState.onChange(feed.sendState)
