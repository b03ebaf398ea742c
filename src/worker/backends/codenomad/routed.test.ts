import { expect, test } from 'vitest'
import { sessionID } from '#contract/ids'
import { fail, ok } from '#contract/result'
import { createManualClock } from '#test/manual-clock'
import { withReaders, type Call } from '../json-http.ts'
import { createRoutedHttp } from './routed.ts'
import { createWorkspaces } from './workspaces.ts'

function createRig(answer = ok({ text: '{}', headers: new Headers() }) as ReturnType<typeof fail>) {
  const calls: Call[] = []
  let relists = 0
  const workspaces = createWorkspaces({
    clock: createManualClock(),
    isHeard: () => true,
    onRun: () => undefined,
    onCut: () => undefined,
    onCatchUp: () => undefined,
    onGone: () => undefined,
  })
  const http = createRoutedHttp({
    http: withReaders((call) => {
      calls.push(call)
      return Promise.resolve(answer)
    }),
    workspaces,
    directoryOf: (session) => (session === sessionID('ses_inner') ? '/work/a/packages/one' : null),
    relist: () => void relists++,
    whenListed: () => null,
  })
  return { calls, http, workspaces, relists: () => relists }
}
const inner = Buffer.from('/work/a/packages/one').toString('base64url')

test('a call goes to the innermost folder that holds it; a folder inside it is named in the path', async () => {
  const { calls, http, workspaces } = createRig()
  workspaces.listed(
    [
      { id: 'a', path: '/work/a', status: 'ready' },
      { id: 'b', path: '/work', status: 'ready' },
    ],
    0,
    true,
  )
  await http.request({ path: '/session', query: { directory: '/work/a', limit: '5' } })
  await http.request({ path: '/session/ses_inner/todo', session: sessionID('ses_inner') })
  expect(calls).toMatchObject([
    { path: '/workspaces/a/worktrees/root/instance/session', query: { limit: '5' } },
    { path: `/workspaces/a/worktrees/root/instance/__dir/${inner}/session/ses_inner/todo` },
  ])
  expect(calls.every(({ query }) => query?.['directory'] === undefined)).toBe(true)
})

test('nothing is asked of a folder that does not run', async () => {
  const { calls, http, workspaces } = createRig()
  workspaces.listed([{ id: 'a', path: '/work/a', status: 'starting' }], 0, true)
  const answers = await Promise.all([
    http.send({ path: '/session', query: { directory: '/work/a' } }),
    http.send({ path: '/session', query: { directory: '/nowhere' } }),
    http.send({ path: '/session/ses_x', session: sessionID('ses_x') }),
  ])
  expect(calls).toEqual([])
  expect(answers).toMatchObject([
    { error: { code: 'offline', message: 'This folder is still starting on the server.' } },
    { error: { code: 'offline', message: 'This folder does not run on the server.' } },
    { error: { code: 'not-found' } },
  ])
})

test('a folder that the server has lost is no missing session: the list is asked for anew', async () => {
  const { http, workspaces, relists } = createRig(fail('not-found', 'Workspace not found'))
  workspaces.listed([{ id: 'a', path: '/work/a', status: 'ready' }], 0, true)
  const answer = await http.send({ path: '/session', query: { directory: '/work/a' } })
  expect(answer).toMatchObject({ error: { code: 'offline' } })
  expect(relists()).toBe(1)
})
