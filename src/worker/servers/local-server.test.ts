import { expect, test } from 'vitest'
import type { ServerSpec } from '#contract/host'
import { serverID } from '#contract/ids'
import type { Connection } from '#contract/model'
import { fail, ok, type Result } from '#contract/result'
import { createManualClock, settled } from '#test/manual-clock'
import { createLocalServer, type LaunchPlan } from './local-server.ts'

const id = serverID('local')

/** A host that starts what it is told, and a server that is healthy when the test says so. */
function createRig(
  plan: () => Promise<Result<LaunchPlan>> = async () =>
    ok({ command: '/bin/opencode', env: { PATH: '/bin' }, cwd: '/home' }),
) {
  const clock = createManualClock()
  const specs: ServerSpec[] = []
  const states: Connection[] = []
  const told: string[] = []
  let isHealthy = false
  let starting: Result<{ readonly pid: number }> | null = null
  const server = createLocalServer({
    id,
    clock,
    random: () => 1,
    plan,
    start: async (spec) => {
      specs.push(spec)
      return starting ?? ok({ pid: 100 + specs.length })
    },
    stop: async () => void told.push('stop'),
    isHealthy: async () => (isHealthy ? ok({ version: '1.18.33' }) : fail('timeout', 'not yet')),
    onState: (state) => states.push(state),
    onReady: ({ url }) => told.push(`ready ${url}`),
    onDown: () => told.push('down'),
  })
  return {
    server,
    clock,
    specs,
    states,
    told,
    state: () => states.at(-1),
    refuse: (message: string) => (starting = fail('not-found', message)),
    setHealthy: (next: boolean) => (isHealthy = next),
    /** Time for ports and promises, which need real turns of the event loop. */
    pass: async (ms: number) => {
      for (let n = 0; n < 5; n++) {
        for (let turn = 0; turn < 4; turn++) await settled()
        await clock.advance(ms / 5)
      }
    },
    crash: (pid: number, tail: readonly string[] = []) =>
      server.exited({ id, pid, code: 1, signal: null, tail }),
  }
}

test('it starts on loopback with a password of its own that nobody may log, and is ready when it is healthy', async () => {
  const rig = createRig()
  rig.server.start()
  await rig.pass(500)
  expect(rig.state()).toMatchObject({ state: 'starting', attempt: 1 })
  const [spec] = rig.specs
  expect(spec?.args.slice(0, 3)).toEqual(['serve', '--hostname', '127.0.0.1'])
  const password = spec?.env['OPENCODE_SERVER_PASSWORD'] ?? ''
  expect(password.length).toBeGreaterThan(40)
  expect(spec?.redact).toEqual([password])
  expect(spec?.args.join(' ')).not.toContain(password)
  expect(spec?.env).toMatchObject({ PATH: '/bin', OPENCODE_DISABLE_AUTOUPDATE: '1' })
  expect(rig.server.isUp()).toBe(false)
  rig.setHealthy(true)
  await rig.pass(500)
  expect(rig.told).toEqual([`ready ${spec?.memo.url}`])
  expect(rig.server.isUp()).toBe(true)
})

test('starting what runs already changes nothing', async () => {
  const rig = createRig()
  rig.setHealthy(true)
  rig.server.start()
  rig.server.start()
  await rig.pass(500)
  rig.server.start()
  await rig.pass(500)
  expect(rig.specs).toHaveLength(1)
})

test('a crash is followed by a start at once, with another password', async () => {
  const rig = createRig()
  rig.setHealthy(true)
  rig.server.start()
  await rig.pass(500)
  rig.crash(101)
  expect(rig.state()).toMatchObject({ state: 'starting', attempt: 2 })
  await rig.pass(500)
  expect(rig.specs).toHaveLength(2)
  expect(rig.specs[1]?.redact).not.toEqual(rig.specs[0]?.redact)
  expect(rig.told.map((line) => line.split(' ')[0])).toEqual(['ready', 'down', 'ready'])
})

test('crashes wait longer each time; the fifth within a minute ends it with the server’s last words', async () => {
  const rig = createRig()
  rig.server.start()
  await rig.pass(200)
  for (let n = 1; n <= 4; n++) {
    rig.crash(100 + n)
    await rig.pass(500 * 2 ** (n - 1) - 250)
    expect(rig.specs).toHaveLength(n)
    await rig.pass(500)
    expect(rig.specs).toHaveLength(n + 1)
  }
  rig.crash(105, ['listening', 'Error: the database is locked', ' '])
  await rig.pass(60_000)
  expect(rig.specs).toHaveLength(5)
  expect(rig.state()).toMatchObject({
    state: 'stopped',
    reason: 'opencode ended with code 1 5 times within a minute. It last said: Error: the database is locked',
  })
  rig.setHealthy(true)
  rig.server.start()
  await rig.pass(500)
  expect(rig.server.isUp()).toBe(true)
})

test('crashes far apart are no reason to give up', async () => {
  const rig = createRig()
  rig.setHealthy(true)
  rig.server.start()
  await rig.pass(500)
  for (let n = 1; n <= 8; n++) {
    rig.crash(100 + n)
    await rig.pass(40_000)
    expect(rig.server.isUp()).toBe(true)
  }
})

test('the end of an older process is not the end of this one', async () => {
  const rig = createRig()
  rig.setHealthy(true)
  rig.server.start()
  await rig.pass(500)
  rig.crash(77)
  expect(rig.server.isUp()).toBe(true)
})

test('one that never answers is stopped after a minute, with a sentence', async () => {
  const rig = createRig()
  rig.server.start()
  await rig.pass(59_000)
  expect(rig.state()).toMatchObject({ state: 'starting' })
  await rig.pass(2_000)
  expect(rig.told).toEqual(['stop'])
  expect(rig.state()).toMatchObject({
    state: 'stopped',
    reason: 'opencode did not answer within a minute of its start.',
  })
})

test('what can’t be started is said in the host’s own words', async () => {
  const rig = createRig()
  rig.refuse('opencode can’t be run: permission denied.')
  rig.server.start()
  await rig.pass(500)
  expect(rig.state()).toMatchObject({ state: 'stopped', reason: 'opencode can’t be run: permission denied.' })
})

test('without an opencode nothing is started', async () => {
  const rig = createRig(async () => fail('not-found', 'The opencode that comes with Millrace is missing.'))
  rig.server.start()
  await rig.pass(500)
  expect(rig.specs).toEqual([])
  expect(rig.state()).toMatchObject({ state: 'stopped' })
})

test('a server that outlived its worker is taken over, not started again', async () => {
  const rig = createRig()
  const memo = { url: 'http://127.0.0.1:4096', username: 'opencode', password: 'x'.repeat(43) }
  rig.setHealthy(true)
  rig.server.adopt({ id, pid: 55, memo })
  rig.server.start()
  await rig.pass(500)
  expect(rig.specs).toEqual([])
  expect(rig.told).toEqual(['ready http://127.0.0.1:4096'])
  rig.crash(55)
  await rig.pass(500)
  expect(rig.specs).toHaveLength(1)
})

test('one that was stopped stays stopped, whatever was under way', async () => {
  const rig = createRig()
  rig.server.start()
  await rig.pass(500)
  await rig.server.stop()
  rig.setHealthy(true)
  rig.crash(101)
  await rig.pass(60_000)
  expect(rig.specs).toHaveLength(1)
  expect(rig.state()).toMatchObject({ state: 'stopped', reason: 'It was stopped here.' })
  expect(rig.told).toEqual(['stop'])
})
