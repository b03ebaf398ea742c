import { expect, test } from 'vitest'
import { sessionID } from '#contract/ids'
import { ACCESS_PASSWORD, createRuntimeRig, FOLDER } from '#test/codenomad/runtime-rig'

const LOGIN = /POST \/api\/auth\/login/
const LIST = /GET \/api\/workspaces$/

test('it signs in, opens a folder, shows that it starts, and then its sessions', async () => {
  await using rig = await createRuntimeRig()
  rig.opencode.createSession(FOLDER, 'Mill race')
  await rig.open()
  expect(rig.runs()).toEqual(expect.arrayContaining(['starting', 'live']))
  await rig.pass(2_000)
  const titles = [...rig.runtime.state.sessions.values()].map(({ session }) => session?.title)
  expect(titles).toEqual(['Mill race'])
  expect(rig.runtime.state.server.version).toBe('0.16.0')
})

test('a turn streams through the server and is held once, sync copies notwithstanding', async () => {
  await using rig = await createRuntimeRig()
  const session = rig.opencode.createSession(FOLDER)
  await rig.open()
  rig.show(session)
  await rig.pass(2_000)
  rig.opencode.play(session, [{ type: 'text', deltas: ['Water ', 'turns ', 'the wheel.'] }])
  rig.opencode.prompt(session, 'What turns the wheel?')
  rig.opencode.run(session)
  await rig.pass(1_000)
  const held = rig.runtime.state.sessions.get(sessionID(session))
  const texts = [...(held?.content.texts.values() ?? [])].map((fields) => fields.get('text')?.text)
  expect(texts.filter((text) => text === 'Water turns the wheel.')).toHaveLength(1)
  expect(held?.status.type).toBe('idle')
  expect(rig.runtime.diagnostics()).toMatchObject({ rejected: 0 })
})

test('every call to an opencode goes through its workspace, with no folder in the query', async () => {
  await using rig = await createRuntimeRig()
  const session = rig.opencode.createSession(FOLDER)
  await rig.open()
  rig.show(session)
  await rig.pass(16_000)
  const id = await rig.workspace()
  const proxied = rig.double.requests().filter(({ path }) => path.startsWith('/workspaces/'))
  expect(proxied.length).toBeGreaterThan(3)
  for (const { path } of proxied) {
    expect(path).toMatch(new RegExp(`^/workspaces/${id}/worktrees/root/instance/`))
    expect(path).not.toContain('directory=')
  }
})

test('a wrong password is asked for again, not tried again', async () => {
  await using rig = await createRuntimeRig()
  rig.connect('not it at all')
  await rig.until(() => rig.states.at(-1)?.state === 'unauthorized')
  await rig.pass(60_000)
  expect(rig.asked(LOGIN)).toBe(1)
  expect(rig.states.at(-1)).toMatchObject({ state: 'unauthorized' })
  rig.connect()
  await rig.until(() => rig.runtime.isLive())
})

test('a forgotten sign-in is renewed once, the stream opened anew and every folder asked about', async () => {
  await using rig = await createRuntimeRig()
  await rig.open()
  const lists = rig.asked(LIST)
  rig.double.faults.forgetSessions()
  await rig.pass(20_000)
  await rig.until(() => rig.runtime.isLive() && rig.run() === 'live')
  expect(rig.asked(LOGIN)).toBe(2)
  expect(rig.asked(/GET \/api\/events/)).toBe(2)
  expect(rig.asked(LIST)).toBe(lists + 1)
})

test('a password that was changed meanwhile ends in a question, not in a loop', async () => {
  let isChanged = false
  await using rig = await createRuntimeRig({
    fetch: async (input, init) =>
      isChanged && String(input).endsWith('/api/auth/login')
        ? Response.json({ error: 'Invalid credentials' }, { status: 401 })
        : fetch(input, init),
  })
  await rig.open()
  isChanged = true
  rig.double.faults.forgetSessions()
  await rig.pass(60_000)
  expect(rig.states.at(-1)).toMatchObject({ state: 'unauthorized' })
  expect(rig.asked(/GET \/api\/events/)).toBe(1)
})

test('a server that dies and comes back has lost its folders: they say so and can be started again', async () => {
  await using rig = await createRuntimeRig()
  const session = rig.opencode.createSession(FOLDER)
  await rig.open()
  rig.opencode.prompt(session, 'Begin and never end')
  rig.opencode.step(session)
  await rig.pass(1_000)
  expect(rig.runtime.state.sessions.get(sessionID(session))?.status.type).toBe('busy')
  await rig.double.faults.crash()
  await rig.pass(3_000)
  expect(rig.runtime.isLive()).toBe(false)
  expect(rig.run()).toBe('unknown')
  await rig.double.restart()
  await rig.pass(15_000)
  expect(rig.runtime.isLive()).toBe(true)
  expect(rig.asked(LOGIN)).toBe(2)
  // Nobody had written down that this folder was opened here: it is not one of ours any more.
  expect(rig.run()).toBeUndefined()
  expect(rig.runtime.state.sessions.get(sessionID(session))?.status.type).toBe('idle')
  await rig.runtime.openFolder(FOLDER)
  await rig.pass(4_000)
  expect(rig.run()).toBe('live')
})

test('the server’s secrets are taken out of whatever it sends', async () => {
  await using rig = await createRuntimeRig()
  const session = rig.opencode.createSession(FOLDER)
  await rig.open()
  rig.show(session)
  await rig.pass(2_000)
  rig.opencode.play(session, [{ type: 'text', deltas: [`It is ${ACCESS_PASSWORD}.`] }])
  rig.opencode.prompt(session, 'What is the password?')
  rig.opencode.run(session)
  await rig.pass(1_000)
  const held = rig.runtime.state.sessions.get(sessionID(session))
  const texts = [...(held?.content.texts.values() ?? [])].map((fields) => fields.get('text')?.text)
  expect(texts).toContain('It is [server password].')
})

test('folders of the server’s machine are listed as it lists them', async () => {
  await using rig = await createRuntimeRig({ root: import.meta.dirname })
  rig.connect()
  await rig.until(() => rig.runtime.isLive())
  const top = await rig.runtime.client.listFolder(null)
  expect(top).toMatchObject({ ok: true, value: { path: import.meta.dirname, parent: null, entries: [] } })
  const outside = await rig.runtime.client.listFolder('/')
  expect(outside.ok).toBe(false)
})
