// What the sidebar lists, as a pure function of the store: servers, their projects, the sessions of each
// project newest first, and under each session the ones it started.

import { refKey, type RefKey, type ServerID } from '#contract/ids'
import type { Project, Server, Session, SessionActivity } from '#contract/model'
import { inOrder } from '../connection/connection.logic.ts'

export interface SessionNode {
  readonly key: RefKey
  readonly session: Session
  readonly children: readonly SessionNode[]
}

export interface ProjectGroup {
  readonly key: RefKey
  readonly project: Project
  /** Pinned ones first, then newest first. */
  readonly sessions: readonly SessionNode[]
  readonly archived: readonly SessionNode[]
}

export interface ServerGroup {
  readonly server: Server
  readonly projects: readonly ProjectGroup[]
}

export interface GroupInput {
  readonly servers: Readonly<Record<string, Server>>
  readonly projects: Readonly<Record<string, Project>>
  readonly sessions: Readonly<Record<string, Session>>
  readonly activity: Readonly<Record<string, SessionActivity>>
  readonly pinned: ReadonlySet<string>
  /** Sessions being deleted: hidden while that can still be undone. */
  readonly hidden: ReadonlySet<string>
  readonly query: string
}

/**
 * A running session is ordered by when its turn began, not by its last change, so that two that run at
 * once don't trade places with every event.
 */
export const orderTime = (session: Session, activity: SessionActivity | undefined): number =>
  activity?.status.type === 'busy' && activity.status.since !== null ? activity.status.since : session.updated

export const queryWords = (query: string): readonly string[] =>
  query.toLowerCase().split(/\s+/).filter(Boolean)

/** Every word occurs somewhere in one of the texts, in any order. */
export const matches = (words: readonly string[], ...texts: readonly string[]): boolean => {
  const text = texts.join('\n').toLowerCase()
  return words.every((word) => text.includes(word))
}

export const groupSessions = (input: GroupInput): readonly ServerGroup[] => {
  const words = queryWords(input.query)
  const byProject = new Map<RefKey, Session[]>()
  for (const session of Object.values(input.sessions)) {
    const key = refKey(session.server, session.directory)
    const list = byProject.get(key)
    if (list === undefined) byProject.set(key, [session])
    else list.push(session)
  }

  const groups = new Map<ServerID, ProjectGroup[]>()
  for (const project of Object.values(input.projects)) {
    const group = projectGroup(project, byProject, input, words)
    if (words.length > 0 && group.sessions.length + group.archived.length === 0) continue
    const list = groups.get(project.server)
    if (list === undefined) groups.set(project.server, [group])
    else list.push(group)
  }

  return Object.values(input.servers)
    .filter((server) => groups.has(server.id))
    .sort(inOrder)
    .map((server) => ({
      server,
      projects: (groups.get(server.id) ?? []).sort(
        (a, b) => b.project.openedAt - a.project.openedAt || a.project.name.localeCompare(b.project.name),
      ),
    }))
}

const projectGroup = (
  project: Project,
  byProject: ReadonlyMap<RefKey, readonly Session[]>,
  input: GroupInput,
  words: readonly string[],
): ProjectGroup => {
  const key = refKey(project.server, project.directory)
  const nodes = tree(byProject.get(key) ?? [], input)
  const wanted =
    words.length === 0 || matches(words, project.name) ? nodes : nodes.flatMap((node) => keep(node, words))
  return {
    key,
    project,
    sessions: wanted.filter((node) => node.session.archived === null),
    archived: wanted.filter((node) => node.session.archived !== null),
  }
}

const keep = (node: SessionNode, words: readonly string[]): readonly SessionNode[] => {
  if (matches(words, node.session.title)) return [node]
  const children = node.children.flatMap((child) => keep(child, words))
  return children.length === 0 ? [] : [{ ...node, children }]
}

const tree = (sessions: readonly Session[], input: GroupInput): readonly SessionNode[] => {
  const held = new Set<string>(sessions.map((session) => session.id))
  const children = new Map<string, Session[]>()
  const roots: Session[] = []
  for (const session of sessions) {
    // A child whose parent isn't here (deleted, or in another folder) stands on its own.
    if (session.parent === null || !held.has(session.parent)) roots.push(session)
    else children.set(session.parent, [...(children.get(session.parent) ?? []), session])
  }

  const when = (session: Session): number =>
    orderTime(session, input.activity[refKey(session.server, session.id)])
  const pinned = (session: Session): number => (input.pinned.has(refKey(session.server, session.id)) ? 1 : 0)
  const newestFirst = (a: Session, b: Session): number =>
    pinned(b) - pinned(a) || when(b) - when(a) || b.id.localeCompare(a.id)

  // Hidden here rather than above, so that the children of a hidden session go with it.
  const shown = (list: readonly Session[]): readonly SessionNode[] =>
    list
      .filter((session) => !input.hidden.has(refKey(session.server, session.id)))
      .sort(newestFirst)
      .map((session) => ({
        key: refKey(session.server, session.id),
        session,
        children: shown(children.get(session.id) ?? []),
      }))
  return shown(roots)
}

/** Where two folders share a name, the parent folder's name tells them apart. */
export const projectHint = (project: Project, all: readonly Project[]): string | null => {
  const twins = all.filter((other) => other.name === project.name && other.directory !== project.directory)
  if (twins.length === 0) return null
  const segments = project.directory.split(/[\\/]/).filter(Boolean)
  return segments.at(-2) ?? null
}
