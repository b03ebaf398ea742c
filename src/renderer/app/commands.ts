// What a command does. The shell's own are here; a feature answers the rest while it is mounted.

import { useEffect } from 'react'
import { serverID, sessionID, type SessionRef } from '#contract/ids'
import { openDialog, openSession, navigate, showPanel, toggleSidebar } from '../store/actions.ts'
import { sessionsOf } from '../store/selectors.ts'
import { store } from '../store/store.ts'
import { desktop } from './desktop.ts'
import type { Command } from './keymap.ts'
import { focusPane } from './panes.ts'
import { projectHere, sessionHere } from './place.ts'
import { pathOf } from './route.ts'

type Handler = () => void
const handlers = new Map<Command, Handler[]>()

/** The last one mounted answers. */
export function handleCommand(command: Command, handler: Handler): () => void {
  const stack = handlers.get(command) ?? []
  handlers.set(command, [...stack, handler])
  return () =>
    handlers.set(
      command,
      (handlers.get(command) ?? []).filter((other) => other !== handler),
    )
}

/** Answers a command for as long as the component is mounted (find, stop, next-turn, next-ask, …). */
export function useCommand(command: Command, handler: Handler): void {
  useEffect(() => handleCommand(command, handler), [command, handler])
}

/** False when nothing answers just now: the key is left to whatever has the focus. */
export function run(command: Command): boolean {
  const own = handlers.get(command)?.at(-1)
  if (own !== undefined) {
    own()
    return true
  }
  return runShell(command)
}

/** Sessions in the order of the sidebar: as it shows them, or by folder while it is hidden. */
function sessionsInOrder(): readonly SessionRef[] {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-pane="sidebar"] [data-session-id]')]
  if (rows.length > 0)
    return rows.map(({ dataset }) => ({
      server: serverID(dataset['serverId'] ?? ''),
      session: sessionID(dataset['sessionId'] ?? ''),
    }))
  const state = store.getState()
  return Object.values(state.projects)
    .sort((a, b) => b.openedAt - a.openedAt)
    .flatMap((project) => sessionsOf(state, project.server, project.directory))
    .map((session) => ({ server: session.server, session: session.id }))
}

/** Where a new session goes: the folder being looked at, else the one opened last. */
function startSession(): boolean {
  const state = store.getState()
  const newest = Object.values(state.projects).sort((a, b) => b.openedAt - a.openedAt)[0]
  const project = sessionHere(state) ?? projectHere(state) ?? newest
  if (project === undefined) openDialog('open-folder')
  else navigate({ type: 'new', server: project.server, directory: project.directory })
  // Already there: nothing is mounted that would take the focus.
  run('focus-composer')
  return true
}

function goToSession(index: number): boolean {
  const ref = sessionsInOrder()[index]
  if (ref === undefined) return false
  openSession(ref)
  return true
}

/** From a screen that shows no session: to the one that has waited longest. */
function goToWaitingAsk(): boolean {
  const [oldest] = Object.values(store.getState().asks).sort((a, b) => a.asked - b.asked)
  if (oldest === undefined) return false
  openSession(oldest)
  return true
}

function runShell(command: Command): boolean {
  switch (command) {
    case 'palette':
    case 'settings':
    case 'shortcuts':
    case 'open-folder':
    case 'connect-server':
      openDialog(store.getState().ui.dialog === command ? null : command)
      return true
    case 'toggle-sidebar':
      toggleSidebar()
      return true
    case 'toggle-panel':
      showPanel(store.getState().ui.panel === null ? 'changes' : null)
      return true
    case 'show-changes':
      showPanel('changes')
      return true
    case 'show-plan':
      showPanel('plan')
      return true
    case 'show-connection':
      showPanel('connection')
      return true
    case 'new-session':
      return startSession()
    case 'next-ask':
      return goToWaitingAsk()
    case 'new-window':
      desktop.openWindow(pathOf(store.getState().ui.route))
      return true
    case 'next-pane':
      return focusPane(1)
    case 'previous-pane':
      return focusPane(-1)
    case 'find':
    case 'stop':
    case 'previous-turn':
    case 'next-turn':
    case 'focus-composer':
    case 'pick-model':
    case 'pick-agent':
    case 'attach':
      return false
    default:
      return goToSession(Number(command.slice('session-'.length)) - 1)
  }
}
