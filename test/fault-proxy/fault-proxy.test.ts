import { expect, test } from 'vitest'
import { createManualClock, settled } from '#test/manual-clock'
import { createSeededRandom } from '#test/seeded-random'
import { createOpencodeDouble } from '../opencode-double/double.ts'
import { createFaultProxy } from './fault-proxy.ts'
import { FAULTS, type Fault } from './faults.ts'

const BASE = 'http://double'

/** A double behind the proxy, and everything that one stream brought. */
async function createRig() {
  const clock = createManualClock()
  const double = createOpencodeDouble({ clock, random: createSeededRandom(1) })
  const proxy = createFaultProxy(double.fetch, clock)
  const open = async () => {
    const got = { text: '', end: null as string | null, status: 0 }
    const response = await proxy.fetch(`${BASE}/global/event`, { headers: { accept: 'text/event-stream' } })
    got.status = response.status
    void (async () => {
      const decoder = new TextDecoder()
      try {
        for await (const chunk of response.body ?? []) got.text += decoder.decode(chunk, { stream: true })
        got.end = 'closed'
      } catch (error) {
        got.end = String((error as { cause?: { code: string } }).cause?.code ?? error)
      }
    })()
    await settled()
    return got
  }
  const send = async (title: string) => {
    double.createSession('/work/project', title)
    await settled()
    await settled()
  }
  return { clock, double, proxy, open, send }
}

const whole = (text: string): number => text.split('\n\n').filter((frame) => /^data: .*}$/.test(frame)).length

test.for([
  ['clean-close', 'closed'],
  ['rst', 'ECONNRESET'],
  ['unavailable', 'closed'],
  ['html', 'closed'],
] as const)('%s ends an open stream', async ([fault, end]) => {
  const { proxy, open } = await createRig()
  const got = await open()
  proxy.strike(fault)
  await settled()
  expect(got.end).toBe(end)
  expect(proxy.streams()).toBe(0)
})

test('half-open: nothing comes and nothing ends, also after it has healed', async () => {
  const { proxy, open, send } = await createRig()
  const got = await open()
  const before = got.text
  proxy.strike('half-open')
  await send('lost')
  proxy.heal()
  await send('lost too')
  expect([got.text, got.end]).toEqual([before, null])
})

test('a stall brings everything later, in order', async () => {
  const { proxy, open, send } = await createRig()
  const got = await open()
  proxy.strike('stall')
  await send('one')
  await send('two')
  expect(whole(got.text)).toBe(1)
  proxy.heal()
  await settled()
  expect(got.text.indexOf('"title":"one"')).toBeGreaterThan(0)
  expect(got.text.indexOf('"title":"two"')).toBeGreaterThan(got.text.indexOf('"title":"one"'))
})

test('a frame is cut in its middle, a character in its bytes', async () => {
  const inFrame = await createRig()
  const cut = await inFrame.open()
  inFrame.proxy.strike('cut-in-frame')
  await inFrame.send('plain')
  expect([whole(cut.text), cut.end]).toEqual([1, 'closed'])
  expect(cut.text.endsWith('\n\n')).toBe(false)

  const inCharacter = await createRig()
  const got = await inCharacter.open()
  inCharacter.proxy.strike('cut-in-character')
  await inCharacter.send('plain')
  expect(whole(got.text)).toBe(3)
  await inCharacter.send('tide 潮')
  expect(got.end).toBe('ECONNRESET')
  expect(got.text.endsWith('tide ')).toBe(true)
})

test('a truncated event is ended as if it were whole, and can’t be read', async () => {
  const { proxy, open, send } = await createRig()
  const got = await open()
  proxy.strike('truncated-json')
  await send('x')
  const frames = got.text.split('\n\n').slice(1, -1)
  expect(frames.length).toBe(2)
  for (const frame of frames) expect(() => void JSON.parse(frame.slice('data: '.length))).toThrow(SyntaxError)
})

test('a duplicate brings each event twice and each command twice', async () => {
  const { double, proxy, open, send } = await createRig()
  const got = await open()
  proxy.strike('duplicate')
  await send('x')
  expect(got.text.match(/"type":"session.created"/g)).toHaveLength(2)
  await proxy.fetch(`${BASE}/session`, { method: 'POST', body: '{}' })
  expect(double.store.sessions.size).toBe(3)
})

test('a buffering proxy keeps small amounts to itself', async () => {
  const { proxy, open, send } = await createRig()
  const got = await open()
  proxy.strike('buffering')
  await send('small')
  expect(whole(got.text)).toBe(1)
  await send('潮'.repeat(20_000))
  await send('潮'.repeat(20_000))
  expect(whole(got.text)).toBeGreaterThan(2)
})

test.for([
  ['no-content', 204],
  ['unauthorized', 401],
  ['too-many', 429],
  ['unavailable', 503],
  ['html', 200],
] as const)('%s answers %i by itself, and the server is never asked', async ([fault, status]) => {
  const { double, proxy, open } = await createRig()
  proxy.strike(fault)
  const answer = await proxy.fetch(`${BASE}/session`, { method: 'POST', body: '{}' })
  expect(answer.status).toBe(status)
  expect((await open()).status).toBe(status)
  expect(double.store.sessions.size).toBe(0)
})

test('a held call can be lost before the server has it, or its answer after', async () => {
  const { double, proxy } = await createRig()
  const post = () =>
    proxy.fetch(`${BASE}/session`, { method: 'POST', body: '{}' }).then(
      () => 'answered',
      (error: TypeError) => String((error.cause as { code: string }).code),
    )
  for (const [when, made] of [
    ['before', 0],
    ['after', 1],
  ] as const) {
    proxy.hold(when, () => true)
    const outcome = post()
    await settled()
    proxy.strike('rst')
    expect(await outcome).toBe('ECONNRESET')
    expect(double.store.sessions.size).toBe(made)
    proxy.heal()
  }
  proxy.hold('before', () => true)
  const outcome = post()
  proxy.release()
  expect(await outcome).toBe('answered')
})

test('a call that hangs ends when its client’s limit is over', async () => {
  const { clock, proxy } = await createRig()
  proxy.strike('half-open')
  const outcome = proxy.fetch(`${BASE}/session`).catch((error: DOMException) => error.name)
  await clock.advance(60_000)
  expect(await outcome).toBe('TimeoutError')
})

test('a call given up during a stall reaches the server late, and nobody hears of it', async () => {
  const { clock, double, proxy } = await createRig()
  proxy.strike('stall')
  const outcome = proxy
    .fetch(`${BASE}/session`, { method: 'POST', body: '{}' })
    .catch((error: DOMException) => error.name)
  await clock.advance(60_000)
  expect([await outcome, double.store.sessions.size]).toEqual(['TimeoutError', 0])
  proxy.heal()
  await settled()
  expect(double.store.sessions.size).toBe(1)
})

test('after any fault a new connection works', async () => {
  for (const fault of FAULTS satisfies readonly Fault[]) {
    const { proxy, open, send } = await createRig()
    await open()
    proxy.strike(fault)
    await send('during 潮')
    proxy.heal()
    const got = await open()
    await send('after')
    expect([fault, whole(got.text), got.end]).toEqual([fault, 3, null])
  }
})
