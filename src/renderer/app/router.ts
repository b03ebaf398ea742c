// The address follows the route, and the route follows Back and Forward.

import { navigate } from '../store/actions.ts'
import { refKey } from '#contract/ids'
import type { Route, State } from '../store/state.ts'
import { store } from '../store/store.ts'
import { parseRoute, pathOf, resolvePick } from './route.ts'

/** Where a window was last, and when: a folder opened after that is what a person wants to see. */
const KEY = 'millrace.last'

/** @param onOpen tells of the paths that the host wants shown */
export function followAddress(onOpen: (show: (path: string) => void) => void) {
  navigate(parseRoute(location.pathname))
  window.addEventListener('popstate', () => navigate(parseRoute(location.pathname)))
  onOpen((path) => navigate(parseRoute(path)))
  store.subscribe((state, before) => {
    const { route } = state.ui
    if (route !== before.ui.route) {
      write(route, before.ui.route)
      remember(route)
    }
    settle(state)
  })
}

function write(route: Route, before: Route) {
  const path = pathOf(route)
  if (path === location.pathname) return
  // A short address or the start page gave way to what it stood for: not a step of its own.
  const replaces = before.type === 'pick' || before.type === 'home'
  if (replaces) history.replaceState(null, '', path)
  else history.pushState(null, '', path)
}

function remember(route: Route) {
  if (route.type === 'session' || route.type === 'new')
    localStorage.setItem(KEY, JSON.stringify({ path: pathOf(route), at: Date.now() }))
}

/** Once the first snapshot is there: what a short address, or the start page, stands for. */
function settle(state: State) {
  if (!state.ready) return
  const { route } = state.ui
  if (route.type === 'pick') {
    const found = resolvePick(route.session, Object.values(state.sessions))
    if (found.type !== 'pick' || found.servers.join() !== route.servers.join()) navigate(found)
  }
  if (route.type === 'home') {
    const start = startRoute(state, lastPlace())
    if (start !== null) navigate(start)
  }
}

interface Place {
  readonly route: Route
  readonly at: number
}

function lastPlace(): Place | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null')
    if (typeof stored !== 'object' || stored === null) return null
    const { path, at } = stored as { path?: unknown; at?: unknown }
    return typeof path === 'string' && typeof at === 'number' ? { route: parseRoute(path), at } : null
  } catch {
    return null
  }
}

/** Where a window that was given no address begins; null when there is nothing to show yet. */
export function startRoute(state: State, last: Place | null): Route | null {
  const newest = Object.values(state.projects).sort((a, b) => b.openedAt - a.openedAt)[0]
  if (newest === undefined) return null
  const opened: Route = { type: 'new', server: newest.server, directory: newest.directory }
  if (last === null || newest.openedAt > last.at) return opened
  const { route } = last
  if (route.type === 'session' && refKey(route.server, route.session) in state.sessions) return route
  if (route.type === 'new' && refKey(route.server, route.directory) in state.projects) return route
  return opened
}
