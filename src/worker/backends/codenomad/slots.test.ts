import { expect, test } from 'vitest'
import { settled } from '#test/manual-clock'
import { createSlots } from './slots.ts'

const at = (path: string, id = 'a'): string => `http://server/workspaces/${id}/worktrees/root/instance${path}`

/** A server that answers by hand. */
function createRig() {
  const open: {
    readonly url: string
    readonly answer: (body?: string) => void
    readonly break: () => void
  }[] = []
  const slots = createSlots((input, init) => {
    return new Promise((resolve, reject) => {
      const url = String(input)
      init?.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')))
      const cause = Object.assign(new Error('Headers Timeout Error'), { code: 'UND_ERR_HEADERS_TIMEOUT' })
      open.push({
        url,
        answer: (body = '{}') => resolve(new Response(body)),
        break: () => reject(new TypeError('fetch failed', { cause })),
      })
    })
  })
  const ask = (path: string, signal?: AbortSignal): Promise<string> =>
    slots.fetch(at(path), signal ? { signal } : {}).then((response) => response.text())
  return { slots, open, ask }
}

test('no more than eight requests of a folder are under way; the next goes when one has been read', async () => {
  const { slots, open, ask } = createRig()
  const asked = Array.from({ length: 20 }, (_, n) => ask(`/session/${n}`))
  await settled()
  expect(open).toHaveLength(8)
  open[0]?.answer()
  await asked[0]
  await settled()
  expect(open).toHaveLength(9)
  for (let n = 1; n < 20; n++) {
    await settled()
    open[n]?.answer()
  }
  expect(await Promise.all(asked)).toHaveLength(20)
  await settled()
  expect(slots.inFlight('a')).toBe(0)
})

test('a request that is given up keeps its place until the server has answered it', async () => {
  const { slots, open, ask } = createRig()
  const abort = new AbortController()
  const left = Array.from({ length: 8 }, () => ask('/session', abort.signal).catch(() => 'left'))
  await settled()
  abort.abort()
  expect(await Promise.all(left)).toEqual(Array.from({ length: 8 }, () => 'left'))
  const next = ask('/session/next')
  await settled()
  expect([open.length, slots.inFlight('a')]).toEqual([8, 8])
  open[3]?.answer()
  await settled()
  expect(open).toHaveLength(9)
  open[8]?.answer('"next"')
  expect(await next).toBe('"next"')
})

test('a request on a connection that had died costs no place for good', async () => {
  const { slots, open, ask } = createRig()
  const abort = new AbortController()
  const left = Array.from({ length: 8 }, () => ask('/session', abort.signal).catch(() => 'left'))
  const commands = Array.from({ length: 4 }, (_, n) => ask(`/session/${n}/command`).catch(() => 'broken'))
  await settled()
  abort.abort()
  await Promise.all(left)
  for (const { break: platformGivesUp } of open) platformGivesUp()
  await settled()
  for (const { break: platformGivesUp } of open) platformGivesUp()
  expect(await Promise.all(commands)).toEqual(Array.from({ length: 4 }, () => 'broken'))
  await settled()
  expect(slots.inFlight('a')).toBe(0)
})

test('one that is given up while it waits has never been sent', async () => {
  const { open, ask } = createRig()
  for (let n = 0; n < 8; n++) void ask('/session')
  const abort = new AbortController()
  const waiting = ask('/session/late', abort.signal).catch(() => 'left')
  await settled()
  abort.abort()
  expect(await waiting).toBe('left')
  open[0]?.answer()
  await settled()
  expect(open.map(({ url }) => url)).not.toContain(at('/session/late'))
})

test('commands that last a whole turn leave places for everything else', async () => {
  const { open, ask } = createRig()
  for (let n = 0; n < 8; n++) void ask(`/session/${n}/command`)
  await settled()
  expect(open).toHaveLength(4)
  void ask('/session/1/abort')
  await settled()
  expect(open.at(-1)?.url).toBe(at('/session/1/abort'))
})

test('folders do not wait for each other, and one that is gone takes what it owed with it', async () => {
  const { slots, open, ask } = createRig()
  for (let n = 0; n < 9; n++) void ask('/session')
  void slots.fetch(at('/session', 'b'))
  await settled()
  expect(open.filter(({ url }) => url === at('/session', 'b'))).toHaveLength(1)
  slots.forget('a')
  await settled()
  expect(slots.inFlight('a')).toBe(0)
  void ask('/session/again')
  await settled()
  expect(open.map(({ url }) => url)).toContain(at('/session/again'))
})
