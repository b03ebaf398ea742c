import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { serverID, sessionID } from '#contract/ids'
import { makeSession } from '../dev/make.ts'
import type { Route } from '../store/state.ts'
import { parseRoute, pathOf, resolvePick } from './route.ts'

const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })

const anyRoute: fc.Arbitrary<Route> = fc.oneof(
  fc.constant<Route>({ type: 'home' }),
  fc.tuple(word, word).map(([server, session]): Route => ({
    type: 'session',
    server: serverID(server),
    session: sessionID(session),
  })),
  fc.tuple(word, word).map(([server, name]): Route => ({
    type: 'new',
    server: serverID(server),
    directory: `/home/${name}/x y`,
  })),
  word.map((session): Route => ({ type: 'pick', session, servers: [] })),
)

test('an address gives back the route it was made from', () => {
  fc.assert(
    fc.property(anyRoute, (route) => {
      expect(parseRoute(pathOf(route))).toEqual(route)
    }),
  )
})

test('an address as a browser rewrites it still finds its way', () => {
  const route: Route = { type: 'new', server: serverID('local'), directory: '/home/ada/münze & co' }
  expect(parseRoute(new URL(pathOf(route), 'http://localhost').pathname)).toEqual(route)
})

test.each(['/nowhere', '/s/local', '/s//session/x', '/session/', '/%E0%A4%A', '/s/a/session/b/c'])(
  '%s is the start page',
  (path) => {
    expect(parseRoute(path)).toEqual({ type: 'home' })
  },
)

test('a short address opens the only session of that id, and asks between two', () => {
  const here = makeSession('ses_1')
  const there = makeSession('ses_1', { server: serverID('box') })
  expect(resolvePick('ses_1', [here])).toEqual({ type: 'session', server: here.server, session: here.id })
  expect(resolvePick('ses_1', [here, there])).toEqual({
    type: 'pick',
    session: 'ses_1',
    servers: [here.server, there.server],
  })
  expect(resolvePick('ses_2', [here, there])).toEqual({ type: 'pick', session: 'ses_2', servers: [] })
})
