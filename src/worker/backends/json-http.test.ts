import { expect, test } from 'vitest'
import * as z from 'zod'
import { createManualClock, settled } from '#test/manual-clock'
import { createJsonHttp, type Call } from './json-http.ts'

interface Asked {
  readonly url: string
  readonly isAborted: () => boolean
  answer(response: Response): void
}

/** Calls wait for an answer by hand; an abort is noted and not obeyed, as a stuck socket would. */
function createRig(instanceOf?: (call: Call) => string | null, reconnectedAt = 0) {
  const clock = createManualClock()
  const asked: Asked[] = []
  let url = 'http://server:1'
  const http = createJsonHttp({
    target: () => ({ url, headers: {} }),
    fetch: (input, init) =>
      new Promise((resolve) =>
        asked.push({
          url: String(input),
          isAborted: () => init?.signal?.aborted ?? false,
          answer: resolve,
        }),
      ),
    clock,
    filter: { clean: (text) => text, noteDate: () => {} },
    ...(instanceOf && { instanceOf }),
    reconnectedAt: () => reconnectedAt,
  })
  const read = (path: string) => http.read(z.unknown(), { path })
  return { clock, asked, http, read, moveTo: (to: string) => (url = to) }
}

const json = (body: string | ReadableStream<Uint8Array>) =>
  new Response(body, { headers: { 'content-type': 'application/json' } })
const timeout = { ok: false, error: { code: 'timeout', message: 'The server did not answer in time.' } }

/** A body that a test sends piece by piece. */
function createBody() {
  const made = Promise.withResolvers<ReadableStreamDefaultController<Uint8Array>>()
  const body = new ReadableStream<Uint8Array>({ start: made.resolve })
  const send = async (text: string): Promise<void> => {
    ;(await made.promise).enqueue(new TextEncoder().encode(text))
    await settled()
  }
  return { body, send, close: async () => (await made.promise).close() }
}

test('a call that hangs is given up after ten seconds, aborted, and leaves no timer', async () => {
  const { clock, asked, read } = createRig()
  const answer = read('/session/status')
  await clock.advance(9_999)
  expect(asked[0]?.isAborted()).toBe(false)
  await clock.advance(1)
  expect(await answer).toEqual(timeout)
  expect(asked[0]?.isAborted()).toBe(true)
  expect(clock.waiting()).toBe(0)
})

test('a call that hung while the machine slept is given up soon after it wakes', async () => {
  const { clock, read } = createRig()
  const answer = read('/session/status')
  clock.sleep(3_600_000)
  await clock.advance(2_200)
  expect(await answer).toEqual(timeout)
})

test('a long answer on a slow line is waited for while it comes, and given up when it stalls', async () => {
  const { clock, asked, read } = createRig()
  const [slow, stuck] = [createBody(), createBody()]
  const whole = read('/session/ses_1/message')
  const half = read('/session/ses_2/message')
  asked[0]?.answer(json(slow.body))
  asked[1]?.answer(json(stuck.body))
  await stuck.send('[1,')
  for (const piece of ['[1,', '2,', '3]']) {
    await clock.advance(8_000)
    await slow.send(piece)
  }
  await slow.close()
  expect(await whole).toEqual({ ok: true, value: [1, 2, 3] })
  expect(await half).toEqual(timeout)
  expect(clock.waiting()).toBe(0)
})

test('the first call of a folder may take as long as a boot, later ones may not', async () => {
  const { clock, asked, read, moveTo } = createRig(({ path }) => path.split('/')[1] ?? null)
  const waited = async (path: string): Promise<number> => {
    const began = clock.now()
    let endedAt = 0
    void read(path).then(() => (endedAt = clock.now()))
    while (endedAt === 0) await clock.advance(1_000)
    return endedAt - began
  }
  expect(await waited('/a/status')).toBe(60_000)
  const answered = read('/a/status')
  asked.at(-1)?.answer(json('{}'))
  await answered
  expect(await waited('/a/todo')).toBe(10_000)
  expect(await waited('/b/todo')).toBe(60_000)
  moveTo('http://server:2')
  expect(await waited('/a/todo')).toBe(60_000)
})

test('a call with a limit of its own keeps it', async () => {
  const { clock, http } = createRig(() => 'a')
  const answer = http.send({ method: 'POST', path: '/a', timeoutMs: 3_000 })
  await clock.advance(3_000)
  expect(await answer).toEqual(timeout)
})

test('right after a cut a call that hangs on a dead connection is soon asked again, a command is not', async () => {
  const { clock, asked, read, http } = createRig(undefined, 1_000_000)
  const answer = read('/session/status')
  const command = http.send({ method: 'POST', path: '/session/ses_1/abort' })
  await clock.advance(3_000)
  await clock.advance(3_000)
  expect(asked.map(({ url, isAborted }) => [new URL(url).pathname, isAborted()])).toEqual([
    ['/session/status', true],
    ['/session/ses_1/abort', false],
    ['/session/status', true],
    ['/session/status', false],
  ])
  asked.at(-1)?.answer(json('{}'))
  expect(await answer).toEqual({ ok: true, value: {} })
  await clock.advance(4_000)
  expect(await command).toEqual(timeout)
})
