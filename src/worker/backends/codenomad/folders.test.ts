import { expect, test } from 'vitest'
import { sessionID } from '#contract/ids'
import { ACCESS_PASSWORD, createRuntimeRig, FOLDER } from '#test/codenomad/runtime-rig'

const DELETE = /DELETE \/api\/workspaces/
const CREATE = /POST \/api\/workspaces$/

test('an opencode that stands still is seen while the server’s own stream goes on, and seen to be back', async () => {
  await using rig = await createRuntimeRig()
  const session = rig.opencode.createSession(FOLDER)
  await rig.open()
  rig.show(session)
  await rig.pass(2_000)
  rig.opencode.play(session, [{ type: 'text', deltas: ['Half', ' of it'] }])
  rig.opencode.prompt(session, 'Tell me')
  for (let n = 0; n < 6; n++) rig.opencode.step(session)
  await rig.pass(1_000)
  const held = () => rig.runtime.state.sessions.get(sessionID(session))
  expect(held()?.gaps.size).toBe(0)
  const id = await rig.workspace()
  rig.double.faults.freeze(id)
  await rig.pass(14_000)
  expect(rig.run()).toBe('live')
  await rig.pass(12_000)
  expect([rig.runtime.isLive(), rig.run()]).toEqual([true, 'stalled'])
  expect(held()?.gaps.size).toBeGreaterThan(0)
  const before = rig.asked(/instance\/session\?/)
  rig.double.faults.thaw(id)
  rig.opencode.run(session)
  await rig.pass(3_000)
  expect(rig.run()).toBe('live')
  expect(rig.asked(/instance\/session\?/)).toBeGreaterThan(before)
  expect(held()?.gaps.size).toBe(0)
})

test('an opencode that the server has lost is shown so, with its hole marked, until it is back and caught up', async () => {
  await using rig = await createRuntimeRig()
  const session = rig.opencode.createSession(FOLDER)
  await rig.open()
  rig.show(session)
  await rig.pass(2_000)
  rig.opencode.play(session, [{ type: 'text', deltas: ['Half', ' of it'] }])
  rig.opencode.prompt(session, 'Tell me')
  for (let n = 0; n < 6; n++) rig.opencode.step(session)
  await rig.pass(1_000)
  rig.killOpencode()
  await rig.pass(3_000)
  expect(rig.run()).toBe('stalled')
  expect(rig.runtime.isLive()).toBe(true)
  const held = () => rig.runtime.state.sessions.get(sessionID(session))
  expect(held()?.gaps.size).toBeGreaterThan(0)
  rig.restartOpencode()
  await rig.pass(20_000)
  expect(rig.run()).toBe('live')
  expect(held()?.status.type).toBe('idle')
})

test('an opencode that ended says so, and opening its folder removes the record and starts another', async () => {
  await using rig = await createRuntimeRig()
  await rig.open()
  rig.double.faults.exit(await rig.workspace(), 1)
  await rig.pass(1_000)
  expect(rig.run()).toBe('error')
  await rig.runtime.openFolder(FOLDER)
  await rig.pass(5_000)
  expect(rig.run()).toBe('live')
  expect([rig.asked(DELETE), rig.asked(CREATE)]).toEqual([1, 2])
})

test('one that cannot start says why, and leaves no record on the server', async () => {
  await using rig = await createRuntimeRig({
    opencode: () => Promise.reject(new Error('opencode is not installed\nlooked in /usr/bin')),
  })
  rig.connect()
  await rig.until(() => rig.runtime.isLive())
  await rig.runtime.openFolder(FOLDER)
  await rig.until(() => rig.run() === 'error')
  expect(rig.runtime.state.projects.get(FOLDER)?.run).toMatchObject({
    reason: 'opencode is not installed',
    tail: ['looked in /usr/bin'],
  })
  await rig.pass(2_000)
  expect(rig.asked(DELETE)).toBe(1)
  await rig.other.signIn(ACCESS_PASSWORD)
  expect((await rig.other.call('GET', '/api/workspaces')).text).toBe('[]')
})

test('one that never starts is given up after 60 s, and is not deleted while it may still come', async () => {
  await using rig = await createRuntimeRig()
  rig.double.faults.set({ createEnds: false })
  rig.connect()
  await rig.until(() => rig.runtime.isLive())
  await rig.runtime.openFolder(FOLDER)
  await rig.pass(59_000)
  expect(rig.run()).toBe('starting')
  await rig.pass(5_000)
  expect(rig.run()).toBe('error')
  expect(rig.asked(DELETE)).toBe(0)
})

test('a start that is told after the end is believed only if the server’s list has it', async () => {
  await using rig = await createRuntimeRig()
  rig.connect()
  await rig.until(() => rig.runtime.isLive())
  rig.double.faults.set({ startedAfterStopped: true })
  await rig.other.signIn(ACCESS_PASSWORD)
  const made = rig.other.call('POST', '/api/workspaces', { path: FOLDER })
  await rig.until(() => rig.run() === 'starting')
  await rig.other.call('DELETE', `/api/workspaces/${await rig.workspace()}`)
  await rig.pass(3_000)
  expect((await made).status).toBe(201)
  await rig.pass(1_000)
  expect(rig.run()).toBeUndefined()
})

test('a folder that another program opens and closes comes and goes', async () => {
  await using rig = await createRuntimeRig()
  rig.connect()
  await rig.until(() => rig.runtime.isLive())
  await rig.other.signIn(ACCESS_PASSWORD)
  const made = rig.other.call('POST', '/api/workspaces', { path: '/work/other' })
  await rig.until(() => rig.run('/work/other') === 'starting')
  await rig.pass(2_000)
  await made
  await rig.until(() => rig.run('/work/other') === 'live')
  await rig.other.call('DELETE', `/api/workspaces/${await rig.workspace('/work/other')}`)
  await rig.until(() => rig.run('/work/other') === undefined)
})

test('a folder that is open twice is one: only the process that stands for it is heard', async () => {
  await using rig = await createRuntimeRig()
  await rig.open()
  const first = await rig.workspace()
  await rig.other.signIn(ACCESS_PASSWORD)
  const made = rig.other.call('POST', '/api/workspaces', { path: FOLDER })
  await rig.pass(3_000)
  await made
  rig.opencode.createSession(FOLDER, 'Once')
  await rig.pass(2_000)
  expect(rig.runtime.diagnostics().duplicates).toBe(0)
  expect(rig.runtime.state.projects.size).toBe(1)
  const others = rig.double
    .requests()
    .filter(({ path }) => path.startsWith('/workspaces/') && !path.startsWith(`/workspaces/${first}/`))
  expect(others).toEqual([])
})

test('a folder put away here stays away, though the server has it', async () => {
  await using rig = await createRuntimeRig()
  await rig.open()
  rig.runtime.closeFolder(FOLDER)
  rig.runtime.retry()
  await rig.pass(12_000)
  expect(rig.run()).toBeUndefined()
  expect(rig.asked(DELETE)).toBe(0)
  await rig.runtime.openFolder(FOLDER)
  await rig.pass(12_000)
  expect(rig.run()).toBe('live')
  expect(rig.asked(CREATE)).toBe(1)
})

test('who comes to a server whose folder runs sees its sessions at once, and of its opencode that it is not known yet', async () => {
  await using rig = await createRuntimeRig()
  const session = rig.opencode.createSession(FOLDER, 'Before')
  rig.opencode.prompt(session, 'Tell me')
  rig.opencode.run(session)
  await rig.other.signIn(ACCESS_PASSWORD)
  const made = rig.other.call('POST', '/api/workspaces', { path: FOLDER })
  await rig.pass(3_000)
  await made
  rig.connect()
  rig.show(session)
  const held = () => rig.runtime.state.sessions.get(sessionID(session))
  // Without any time passing: nothing waits for the opencode's next own event.
  await rig.until(() => held()?.content.from === 'server')
  expect(held()?.session?.title).toBe('Before')
  expect(rig.run()).toBe('unknown')
})
