import type { EventEmitter } from 'node:events'
import { beforeEach, expect, test, vi } from 'vitest'
import type { NotifyRequest } from '#contract/host'
import { askID, serverID, sessionID } from '#contract/ids'
import { createNotifier } from './notifications.ts'

interface Words {
  readonly title: string
  readonly body: string
  readonly actions?: readonly { readonly text: string }[]
}
const { shown } = vi.hoisted(() => ({ shown: [] as (Words & EventEmitter)[] }))
vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events')
  return {
    Notification: class extends Emitter {
      static isSupported = () => true
      constructor(words: Words) {
        super()
        Object.assign(this, words)
      }
      show(): void {
        shown.push(this as unknown as Words & EventEmitter)
      }
    },
  }
})

const request = (n: number, more: Partial<NotifyRequest> = {}): NotifyRequest => ({
  server: serverID('local'),
  session: sessionID(`ses_${n}`),
  kind: 'turn-ended',
  title: `Session ${n}`,
  body: '',
  ask: null,
  ...more,
})

beforeEach(() => void shown.splice(0))

function createRig(platform: NodeJS.Platform, isQuiet = false) {
  let now = 0
  const later: { readonly at: number; readonly fn: () => void }[] = []
  const open = vi.fn<(asked: NotifyRequest) => void>()
  const front = vi.fn<() => void>()
  const reply = vi.fn<(asked: NotifyRequest, reply: 'once' | 'reject') => void>()
  const notify = createNotifier({
    platform,
    isQuiet: () => isQuiet,
    open,
    front,
    reply,
    now: () => now,
    after: (ms, fn) => later.push({ at: now + ms, fn }),
  })
  const advance = (ms: number): void => {
    now += ms
    for (const timer of later.splice(0)) {
      if (timer.at <= now) timer.fn()
      else later.push(timer)
    }
  }
  return { notify, advance, open, front, reply }
}

test('eight turns that end together are three notices and one for the rest', () => {
  const { notify, advance, front } = createRig('linux')
  for (let n = 1; n <= 8; n++) notify(request(n))
  expect(shown).toHaveLength(3)
  advance(10_000)
  expect(shown).toHaveLength(4)
  expect(shown.at(-1)).toMatchObject({
    title: '5 sessions have news',
    body: expect.stringContaining('Session 8'),
  })
  shown.at(-1)?.emit('click', {})
  expect(front).toHaveBeenCalledOnce()
})

test('a click opens the session it was about', () => {
  const { notify, open } = createRig('linux')
  notify(request(1))
  shown[0]?.emit('click', {})
  expect(open).toHaveBeenCalledWith(request(1))
})

test.each([
  ['darwin', 0, 'once'],
  ['win32', 1, 'reject'],
] as const)('on %s a permission is answered by its button', (platform, actionIndex, answer) => {
  const { notify, reply } = createRig(platform)
  const asking = request(1, { kind: 'ask', ask: askID('per_1') })
  notify(asking)
  expect(shown[0]?.actions?.map(({ text }) => text)).toEqual(['Allow once', 'Reject'])
  shown[0]?.emit('action', { actionIndex })
  expect(reply).toHaveBeenCalledWith(asking, answer)
})

test('Linux gets no buttons, and quiet gets nothing', () => {
  createRig('linux').notify(request(1, { kind: 'ask', ask: askID('per_1') }))
  expect(shown[0]?.actions).toBeUndefined()
  createRig('linux', true).notify(request(2))
  expect(shown).toHaveLength(1)
})
