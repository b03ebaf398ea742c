import { refKey } from '#contract/ids'
import type { Project, Session } from '#contract/model'
import { strings } from '../strings/en.ts'
import { sessionTitle } from '../store/session-title.ts'
import type { State } from '../store/state.ts'

export const sessionHere = (state: State): Session | undefined =>
  state.ui.route.type === 'session'
    ? state.sessions[refKey(state.ui.route.server, state.ui.route.session)]
    : undefined

export function projectHere(state: State): Project | undefined {
  const { route } = state.ui
  if (route.type === 'new') return state.projects[refKey(route.server, route.directory)]
  const session = sessionHere(state)
  return session && state.projects[refKey(session.server, session.directory)]
}

/** What stands in the title bar after the project's name; null where there is no session. */
export function titleHere(state: State): string | null {
  if (state.ui.route.type === 'new') return strings.newSession
  const session = sessionHere(state)
  return session === undefined ? null : (sessionTitle(session) ?? strings.untitled)
}

/** The window's name in the system: "(2) Fix the tests · millrace · Millrace". */
export function windowTitle(state: State): string {
  const waiting = Object.keys(state.asks).length
  const names = [titleHere(state), projectHere(state)?.name ?? null, strings.appName].filter(
    (name) => name !== null,
  )
  return (waiting > 0 ? `(${waiting}) ` : '') + names.join(' · ')
}
