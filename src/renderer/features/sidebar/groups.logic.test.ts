import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refKey, serverID, sessionID } from '#contract/ids'
import type { Project, Server, Session, SessionActivity } from '#contract/model'
import { groupSessions, matches, projectHint, queryWords, type GroupInput } from './groups.logic.ts'

const server = (id: string): Server => ({
  id: serverID(id),
  kind: 'bundled',
  name: id,
  url: null,
  version: null,
  connection: { state: 'live', since: 0 },
})
const project = (on: string, directory: string, openedAt = 0): Project => ({
  server: serverID(on),
  directory,
  name: directory.split('/').at(-1) ?? directory,
  openedAt,
  reachable: true,
})
const session = (id: string, more: Partial<Session> = {}): Session => ({
  server: serverID('here'),
  id: sessionID(id),
  directory: '/code/mill',
  title: id,
  parent: null,
  created: 0,
  updated: 0,
  archived: null,
  agent: null,
  model: null,
  cost: 0,
  tokens: null,
  changes: null,
  ...more,
})
const busy = (since: number): SessionActivity => ({
  status: { type: 'busy', since },
  unread: false,
  error: null,
  activeElsewhere: false,
})
const input = (sessions: readonly Session[], more: Partial<GroupInput> = {}): GroupInput => ({
  servers: { here: server('here') },
  projects: { a: project('here', '/code/mill') },
  sessions: Object.fromEntries(sessions.map((each) => [refKey(each.server, each.id), each])),
  activity: {},
  pinned: new Set(),
  hidden: new Set(),
  query: '',
  ...more,
})
const titles = (value: GroupInput): readonly string[] =>
  groupSessions(value).flatMap((group) =>
    group.projects.flatMap((each) => each.sessions.map((node) => node.session.title)),
  )

describe('the list of sessions', () => {
  it('shows the newest session first', () => {
    expect(titles(input([session('old', { updated: 1 }), session('new', { updated: 2 })]))).toEqual([
      'new',
      'old',
    ])
  })

  it('keeps two running sessions in place whichever changed last', () => {
    const activity = {
      [refKey(serverID('here'), 'a')]: busy(10),
      [refKey(serverID('here'), 'b')]: busy(20),
    }
    const first = [session('a', { updated: 99 }), session('b', { updated: 30 })]
    const second = [session('a', { updated: 99 }), session('b', { updated: 120 })]
    expect(titles(input(first, { activity }))).toEqual(titles(input(second, { activity })))
  })

  it('puts pinned sessions above newer ones', () => {
    const pinned = new Set([refKey(serverID('here'), 'old')])
    const list = [session('old', { updated: 1 }), session('new', { updated: 2 })]
    expect(titles(input(list, { pinned }))).toEqual(['old', 'new'])
  })

  it('nests a subagent under the session that started it, and shows an orphan on its own', () => {
    const list = [
      session('top'),
      session('child', { parent: sessionID('top') }),
      session('orphan', { parent: sessionID('gone') }),
    ]
    const nodes = groupSessions(input(list))[0]?.projects[0]?.sessions ?? []
    expect(nodes.map((node) => node.session.id)).toEqual(['top', 'orphan'])
    expect(nodes[0]?.children.map((node) => node.session.id)).toEqual(['child'])
  })

  it('keeps the archived apart', () => {
    const group = groupSessions(input([session('kept'), session('put away', { archived: 5 })]))[0]
    expect(group?.projects[0]?.sessions).toHaveLength(1)
    expect(group?.projects[0]?.archived[0]?.session.title).toBe('put away')
  })

  it('hides a session while its deletion can be undone', () => {
    expect(
      titles(input([session('a'), session('b')], { hidden: new Set([refKey(serverID('here'), 'a')]) })),
    ).toEqual(['b'])
  })

  it('hides the subagents of a session that is being deleted with it', () => {
    const list = [session('top'), session('child', { parent: sessionID('top') })]
    expect(titles(input(list, { hidden: new Set([refKey(serverID('here'), 'top')]) }))).toEqual([])
  })

  it('finds a session by any words of its title, and keeps the parent of a match', () => {
    const list = [
      session('top', { title: 'Fix the wheel' }),
      session('child', { title: 'Look at paddles', parent: sessionID('top') }),
      session('other', { title: 'Something else' }),
    ]
    expect(titles(input(list, { query: 'wheel FIX' }))).toEqual(['Fix the wheel'])
    expect(titles(input(list, { query: 'paddles' }))).toEqual(['Fix the wheel'])
  })

  it('lists all sessions of a project whose own name matches', () => {
    expect(titles(input([session('a'), session('b')], { query: 'mill' }))).toHaveLength(2)
  })

  it('groups projects by server, own ones first, and leaves out servers without any', () => {
    const groups = groupSessions(
      input([], {
        servers: { far: { ...server('far'), kind: 'url' }, here: server('here'), idle: server('idle') },
        projects: { a: project('here', '/code/mill'), b: project('far', '/srv/mill') },
      }),
    )
    expect(groups.map((group) => group.server.id)).toEqual(['here', 'far'])
  })

  it('never loses or repeats a session, whatever its parent is', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ id: fc.nat(30), up: fc.option(fc.nat(30)) }), {
          selector: (each) => each.id,
        }),
        (made) => {
          // A session is always made after its parent, so a parent's number is the smaller one.
          const list = made.map((each) =>
            session(String(each.id), {
              parent: each.up !== null && each.up < each.id ? sessionID(String(each.up)) : null,
            }),
          )
          const count = (nodes: readonly { children: readonly unknown[] }[]): number =>
            nodes.reduce((sum, node) => sum + 1 + count(node.children as never), 0)
          return count(groupSessions(input(list))[0]?.projects[0]?.sessions ?? []) === list.length
        },
      ),
    )
  })
})

describe('words', () => {
  it('match in any order and without regard to case', () => {
    expect(matches(queryWords('  B a '), 'A b')).toBe(true)
    expect(matches(queryWords('c'), 'A b')).toBe(false)
  })
})

describe('two folders of one name', () => {
  it('are told apart by the folder above', () => {
    const all = [project('here', '/work/site'), project('here', '/home/site')]
    expect(projectHint(project('here', '/work/site'), all)).toBe('work')
    expect(projectHint(project('here', '/work/mill'), all)).toBe(null)
  })
})
