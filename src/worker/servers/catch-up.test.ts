import { expect, onTestFinished, test } from 'vitest'
import { serverID, sessionID, type PartID } from '#contract/ids'
import { createFaultProxy } from '#test/fault-proxy/fault-proxy'
import { openStore, temporaryFolder } from '#test/journal'
import { createManualClock, settled } from '#test/manual-clock'
import { createOpencodeDouble } from '#test/opencode-double/double'
import { createSeededRandom } from '#test/seeded-random'
import { createServerRuntime } from './runtime.ts'

const DIRECTORY = '/work/project'
const ACCESS = { url: 'http://double', username: 'opencode', password: '' }
/** The longest wait between two tries. */
const RECOVERY_MS = 12_000
/** A live server is looked over this often. */
const REFRESH_MS = 15_000

/** The worker's own piece for one server, on a double; `asked` are the paths of its calls. */
async function createRig() {
  const clock = createManualClock(Date.UTC(2026, 10, 20))
  const random = createSeededRandom(1)
  const double = createOpencodeDouble({ clock, random, cwd: DIRECTORY, listensLate: true })
  const proxy = createFaultProxy(double.fetch, clock)
  const asked: string[] = []
  const open = new Set<string>()
  const runtime = createServerRuntime({
    id: serverID('double'),
    kind: 'url',
    name: 'Double',
    clock,
    random,
    fetch: (input, init) => {
      const { pathname } = new URL(new Request(input, init).url)
      asked.push(pathname)
      return proxy.fetch(input, init)
    },
    journal: openStore(temporaryFolder()).store,
    onOps: () => undefined,
    saveCache: () => false,
    isOpen: (id) => open.has(id),
    openSessions: () => [...open].map(sessionID),
    visibleSessions: () => [...open].map(sessionID),
    say: () => undefined,
    onLive: () => undefined,
  })
  onTestFinished(() => runtime.close())
  const project = { server: runtime.id, directory: DIRECTORY, name: 'project', openedAt: 0, reachable: true }
  runtime.dispatch({ type: 'project.upsert', project })
  const quiet = async (): Promise<void> => {
    for (let n = 0; n < 8; n++) await settled()
  }
  const session = double.createSession(DIRECTORY)
  runtime.connect(ACCESS, null)
  await quiet()

  const held = () => runtime.state.sessions.get(sessionID(session))
  return {
    clock,
    double,
    proxy,
    runtime,
    session,
    quiet,
    held,
    /** Paths asked for since `cut`. */
    asked,
    show: async () => {
      open.add(session)
      runtime.openSession(sessionID(session))
      await quiet()
    },
    cut: async () => {
      proxy.strike('rst')
      await quiet()
      asked.length = 0
    },
    /** `held`: a path whose calls wait. */
    reconnect: async (held: string | null = null) => {
      proxy.heal()
      proxy.hold('before', (request) => new URL(request.url).pathname === held)
      await clock.advance(RECOVERY_MS)
      await quiet()
      expect(runtime.isLive()).toBe(true)
    },
    turn: (prompt: string) => {
      double.prompt(session, prompt)
      expect(double.run(session)).toBe('idle')
    },
    texts: () =>
      Object.fromEntries(
        [...(held()?.content.texts ?? [])].map(([part, fields]) => [part, fields.get('text')?.text]),
      ),
    midText: () => {
      const isStreaming = () => double.streaming(session).size > 0
      while (!isStreaming()) double.step(session)
      for (let n = 0; n < 2; n++) double.step(session)
    },
  }
}

test('after a cut the server is asked for what works and what waits, then for sessions, then for what was said', async () => {
  const { asked, cut, quiet, reconnect, show, turn, session } = await createRig()
  turn('before')
  await quiet()
  await show()
  await cut()
  await reconnect()
  const order = [
    '/session/status',
    '/permission',
    '/question',
    '/session',
    `/session/${session}/message`,
    '/sync/history',
  ]
  expect(order.map((path) => asked.indexOf(path))).toEqual(
    order.map((path) => asked.indexOf(path)).toSorted((a, b) => a - b),
  )
  expect(order.every((path) => asked.includes(path))).toBe(true)
})

test('what changes just after the server says that a stream is open comes on none, and is fetched', async () => {
  const { asked, clock, cut, held, proxy, quiet, show, turn } = await createRig()
  turn('before')
  await quiet()
  await show()
  await cut()
  proxy.heal()
  proxy.hold('before', ({ url }) => url.endsWith('/global/health'))
  while (proxy.held() === 0) {
    await clock.advance(100)
    await quiet()
  }
  turn('just then')
  await quiet()
  expect(new Set(asked)).toEqual(new Set(['/global/event', '/global/health']))
  expect(held()?.content.order).toHaveLength(2)
  proxy.release()
  await quiet()
  expect(held()?.content.order).toHaveLength(4)
  expect(held()?.gaps.size).toBe(0)
})

test('a server that leaves the first call unanswered is asked for the rest all the same', async () => {
  const { cut, double, held, quiet, reconnect, session, show, turn } = await createRig()
  turn('before')
  await quiet()
  await show()
  await cut()
  double.prompt(session, 'meanwhile')
  await reconnect('/global/health')
  expect(held()?.content.order).toHaveLength(3)
})

test('a call that hangs holds up none of the others and is asked again', async () => {
  const { clock, cut, double, held, proxy, quiet, reconnect, runtime, session, show, turn } =
    await createRig()
  turn('before')
  await quiet()
  await show()
  await cut()
  double.play(session, [
    { type: 'question', questions: [{ question: 'Which?', header: 'Colour', options: [] }] },
  ])
  double.prompt(session, 'meanwhile')
  expect(double.run(session)).toBe('waiting')
  await reconnect('/session/status')
  expect([...runtime.state.asks.keys()]).toEqual(double.pendingAsks(session))
  expect(held()?.content.order).toHaveLength(4)
  expect(held()?.gaps.size).toBe(0)

  expect(held()?.status.type).toBe('idle')
  proxy.release()
  await clock.advance(30_000)
  await quiet()
  expect(held()?.status.type).toBe('busy')
})

test('what was missed of a session that nobody looks at is told by the server’s history, as if it had arrived', async () => {
  const { asked, cut, double, held, quiet, reconnect, runtime, session, texts, turn } = await createRig()
  turn('before')
  await quiet()
  await cut()
  turn('meanwhile')
  await reconnect()
  expect(asked).not.toContain(`/session/${session}/message`)
  expect(held()?.content.order).toHaveLength(4)
  expect(texts()).toMatchObject(Object.fromEntries(double.texts(session)))
  expect(runtime.counts.sync).toMatchObject({ refetches: 0, replayed: 1 })
})

test('a text that ended during the cut is repaired at once; one that has not keeps its mark until its end', async () => {
  const { clock, cut, double, held, midText, quiet, reconnect, runtime, session, show, texts } =
    await createRig()
  await show()
  double.play(session, [
    { type: 'text', deltas: ['The ', 'tide ', 'turns', '.'] },
    { type: 'text', deltas: ['And ', 'it ', 'ebbs', '.'] },
  ])
  double.prompt(session, 'go')
  midText()
  await quiet()
  const [first = '' as PartID] = [...(held()?.gaps.keys() ?? []), ...Object.keys(texts())].slice(-1)
  await cut()
  expect([...(held()?.gaps.keys() ?? [])].sort()).toEqual([first, 'session'].sort())
  while (!Object.values(Object.fromEntries(double.texts(session))).includes('And ')) double.step(session)
  await reconnect()
  expect(texts()[first]).toBe('The tide turns.')
  const [second] = [...(held()?.gaps.keys() ?? [])]
  expect(held()?.gaps.get(second as PartID)).toMatchObject({ reason: 'unfinished-text' })
  double.step(session)
  await quiet()
  expect(texts()[second ?? '']).toBe('it ')
  expect(double.run(session)).toBe('idle')
  await quiet()
  await clock.advance(1_000)
  expect(texts()[second ?? '']).toBe('And it ebbs.')
  expect(held()?.gaps.size).toBe(0)
  const { gapsOpened, gapsClosed, repairs } = runtime.counts.mirror
  expect([gapsOpened, gapsClosed, repairs]).toEqual([3, 3, 2])
})

test('messages are read back to the last known one, however many came meanwhile', async () => {
  const { asked, cut, double, held, quiet, reconnect, session, show, turn } = await createRig()
  turn('before')
  await quiet()
  await show()
  await cut()
  for (let n = 0; n < 80; n++) turn(`meanwhile ${n}`)
  await reconnect('/experimental/session')
  expect(asked.filter((path) => path === `/session/${session}/message`)).toHaveLength(3)
  expect(held()?.content.order).toEqual(
    [...(double.store.sessions.get(session)?.messages.keys() ?? [])].sort(),
  )
})

test('what a killed server had not stored is kept as far as it came, and marked as lost for good', async () => {
  const { clock, double, held, midText, quiet, session, show, texts } = await createRig()
  await show()
  double.play(session, [{ type: 'text', deltas: ['The ', 'tide ', 'turns', '.'] }])
  double.prompt(session, 'go')
  midText()
  await quiet()
  const before = texts()
  double.kill()
  await quiet()
  double.restart()
  await clock.advance(40_000)
  await quiet()
  expect(held()?.status.type).toBe('idle')
  expect([...(held()?.gaps.values() ?? [])]).toMatchObject([{ reason: 'server-lost' }])
  expect(texts()).toEqual(before)
})

test('a server that is put away while it is asked is asked nothing more, and changes nothing', async () => {
  const { asked, clock, double, quiet, runtime, show, session, turn } = await createRig()
  turn('before')
  await quiet()
  await show()
  clock.advanceSync(REFRESH_MS)
  runtime.close()
  await quiet()
  const [before, seq] = [asked.length, runtime.cursor().seq]
  double.prompt(session, 'unheard')
  runtime.connect(ACCESS, null)
  await clock.advance(10 * REFRESH_MS)
  await quiet()
  expect([asked.length, runtime.cursor().seq, clock.waiting()]).toEqual([before, seq, 0])
})
