// What this window tells the worker about itself; sent at every hello and whenever it changes.

import { sessionKey, type SessionRef } from '#contract/ids'
import type { WindowState } from '#contract/feed'
import type { State } from '../store/state.ts'
import { store } from '../store/store.ts'
import { openSessions, visit } from './open-sessions.ts'

export interface WindowStateSource {
  current(): WindowState
  /** Tells about every change; `closed` are sessions whose content the window no longer wants. */
  onChange(listener: (state: WindowState, closed: readonly SessionRef[]) => void): void
}

const activeOf = ({ ui: { route } }: State): SessionRef | null =>
  route.type === 'session' ? { server: route.server, session: route.session } : null

export function createWindowState(): WindowStateSource {
  let visited: readonly SessionRef[] = []
  let last: WindowState = { active: null, open: [], visible: true, focused: true }
  const listeners: ((state: WindowState, closed: readonly SessionRef[]) => void)[] = []

  function read(): WindowState {
    const state = store.getState()
    const active = activeOf(state)
    if (active !== null && (visited[0] === undefined || sessionKey(visited[0]) !== sessionKey(active)))
      visited = visit(visited, active)
    return {
      active,
      open: openSessions(state, visited),
      visible: document.visibilityState === 'visible',
      focused: document.hasFocus(),
    }
  }

  function refresh() {
    const next = read()
    if (JSON.stringify(next) === JSON.stringify(last)) return
    const before = last.open
    last = next
    const open = new Set(next.open.map(sessionKey))
    const closed = before.filter((ref) => !open.has(sessionKey(ref)))
    for (const listener of listeners) listener(next, closed)
  }

  store.subscribe((state, before) => {
    if (state.ui.route !== before.ui.route || state.sessions !== before.sessions) refresh()
  })
  document.addEventListener('visibilitychange', refresh)
  window.addEventListener('focus', refresh)
  window.addEventListener('blur', refresh)
  return {
    current: () => (last = read()),
    onChange: (listener) => void listeners.push(listener),
  }
}
