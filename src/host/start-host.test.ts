import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { HostInit, HostMessage, WorkerMessage } from '#contract/host'
import { CONTRACT_VERSION } from '#contract/version'
import { startHost, type Host, type HostOptions } from './start-host.ts'
import type { WorkerProcess } from './worker-supervisor.ts'

let dataDir = ''
let host: Host | null = null
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'millrace-host-'))
})
afterEach(async () => {
  await host?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

interface FakeWorker extends WorkerProcess {
  readonly init: Promise<HostInit>
  readonly say: (message: WorkerMessage) => void
  readonly die: () => void
}

function fakeWorker(): FakeWorker {
  const init = Promise.withResolvers<HostInit>()
  let heard: (message: WorkerMessage) => void = () => {}
  let exited: (code: number | null) => void = () => {}
  return {
    init: init.promise,
    say: (message) => heard(message),
    die: () => exited(null),
    post: (message: HostMessage) => {
      if (message.type === 'init') init.resolve(message.init)
      if (message.type === 'shutdown') exited(0)
    },
    onMessage: (listener) => (heard = listener),
    onExit: (listener) => (exited = listener),
    kill: () => exited(null),
  }
}

/** Starts a host; `happened` lists what it told, `worker(n)` is its n-th worker. */
function start(): { readonly happened: string[]; readonly worker: (n: number) => Promise<FakeWorker> } {
  const happened: string[] = []
  const workers = Array.from({ length: 3 }, () => Promise.withResolvers<FakeWorker>())
  let forks = 0
  const options: HostOptions = {
    dataDir,
    options: { projects: [], server: null, demo: false },
    appRoot: '/app',
    fork: () => {
      const worker = fakeWorker()
      workers[forks++]?.resolve(worker)
      return worker
    },
    onReady: () => happened.push('ready'),
    onGone: () => happened.push('gone'),
    onFatal: (message) => happened.push(`fatal: ${message}`),
    onGivenUp: (message) => happened.push(`given up: ${message}`),
    onSettings: ({ theme }) => happened.push(`theme ${theme}`),
    onPresence: ({ asks }) => happened.push(`asks ${asks}`),
    onNotify: ({ title }) => happened.push(`notify ${title}`),
    onWindowData: ({ data }) => happened.push(`data ${data}`),
  }
  host = startHost(options)
  return { happened, worker: async (n) => (await workers[n]?.promise) ?? fakeWorker() }
}

const ready: WorkerMessage = { type: 'ready', v: CONTRACT_VERSION }

test('a worker is told all it needs, and what it says reaches the host', async () => {
  writeFileSync(join(dataDir, 'settings.json'), '{"theme":"dark"}')
  const { happened, worker } = start()
  const first = await worker(0)
  const init = await first.init
  expect(init).toMatchObject({
    v: CONTRACT_VERSION,
    dataDir,
    appRoot: '/app',
    live: [],
    settings: { theme: 'dark' },
  })
  first.say(ready)
  first.say({ type: 'presence', presence: { running: 1, asks: 2, unseen: 0, recent: [], waiting: [] } })
  first.say({ type: 'window.data', window: 1, port: 'feed', data: '{}' })
  expect(happened).toEqual(['theme dark', 'ready', 'asks 2', 'data {}'])
})

test('damaged settings are a notice, not an end', async () => {
  writeFileSync(join(dataDir, 'settings.json'), '{"theme":')
  const { worker } = start()
  const { notices } = await (await worker(0)).init
  expect(notices.join()).toContain('damaged')
})

test('after a worker’s death the next one is ready for windows', async () => {
  const { happened, worker } = start()
  const first = await worker(0)
  first.say(ready)
  first.die()
  const second = await worker(1)
  second.say(ready)
  expect(happened).toEqual(['theme system', 'ready', 'gone', 'ready'])
})

test('a worker that can not run is said once, and no restart is offered', async () => {
  const { happened, worker } = start()
  const first = await worker(0)
  first.say({ type: 'fatal', message: 'The password is wrong.' })
  await Promise.resolve()
  expect(happened).toEqual(['theme system', 'gone', 'fatal: The password is wrong.'])
})
