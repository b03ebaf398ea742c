import { expect, test } from 'vitest'
import type { FeedMessage, WindowMessage, WindowState } from '#contract/feed'
import { epoch, messageID, partID, serverID, sessionID, type SessionRef } from '#contract/ids'
import type { Op } from '#contract/ops'
import type { Port } from '#contract/port'
import { CONTRACT_VERSION } from '#contract/version'
import { createManualClock } from '#test/manual-clock'
import { createWindowModel } from '#test/window-model'
import { createFeedTally } from './feed-tally.ts'
import { createWindowFeed } from './window-feed.ts'

const server = serverID('local')
const active: SessionRef = { server, session: sessionID('ses_active') }
const other: SessionRef = { server, session: sessionID('ses_other') }
const shown: WindowState = { active, open: [active], visible: true, focused: true }

const partOf = ({ session }: SessionRef) => partID(`prt_${session}`)
const text = (ref: SessionRef, at: number, value: string): Op => ({
  op: 'text',
  server,
  session: ref.session,
  part: partOf(ref),
  field: 'text',
  rev: 0,
  at,
  text: value,
})
const notice = (id: string, value = ''): Op => ({
  op: 'notice',
  notice: { id, at: 0, tone: 'info', text: value, server: null, session: null, directory: null },
})

/** A feed of one growing text per session, and a window that acknowledges only when told. */
function createRig() {
  const clock = createManualClock()
  const texts = new Map<SessionRef, string>([
    [active, ''],
    [other, ''],
  ])
  const sent: FeedMessage[] = []
  const window = createWindowModel()
  let hear = (_message: unknown): void => {}
  let seq = 0
  const port: Port = {
    post: (message) => {
      const feedMessage = message as FeedMessage
      sent.push(feedMessage)
      if (feedMessage.type === 'batch') window.receive(feedMessage)
    },
    onMessage: (listener) => void (hear = listener),
    onClose: () => {},
    close: () => {},
  }
  const refOf = (ref: SessionRef): SessionRef => (ref.session === active.session ? active : other)
  const feed = createWindowFeed({
    tally: createFeedTally(),
    port,
    clock,
    snapshot: () => [notice('snapshot')],
    replay: () => null,
    session: (ref) => ({
      head: () => [{ op: 'messages.reset', server, session: ref.session }],
      messages: () => [messageID('msg_1')],
      partsOf: () => [partOf(ref)],
      message: () => [],
      part: () => [
        {
          op: 'part',
          server,
          part: {
            type: 'text',
            id: partOf(ref),
            message: messageID('msg_1'),
            session: ref.session,
            synthetic: false,
            start: 1,
            end: null,
          },
        },
        text(ref, 0, texts.get(refOf(ref)) ?? ''),
      ],
      tail: () => [],
    }),
    cursor: () => ({ [server]: { epoch: epoch('e'), seq } }),
    onState: () => {},
  })
  const say = (message: unknown): void => hear(message)
  let acked = 0
  return {
    clock,
    feed,
    sent,
    window,
    batches: () => sent.filter((message) => message.type === 'batch'),
    say,
    hello: (state: WindowState = shown, v = CONTRACT_VERSION) =>
      say({ type: 'hello', v, cursor: {}, state } satisfies WindowMessage),
    show: (state: WindowState) => say({ type: 'state', state } satisfies WindowMessage),
    ack: () => say({ type: 'ack', batch: ++acked }),
    ackAll: () => {
      while (acked < sent.filter((message) => message.type === 'batch').length)
        say({ type: 'ack', batch: ++acked })
    },
    grow: (ref: SessionRef, more: string) => {
      const held = texts.get(ref) ?? ''
      texts.set(ref, held + more)
      seq++
      feed.push([text(ref, held.length, more)])
    },
    shownText: (ref: SessionRef) => window.texts()[`${partOf(ref)}/text`] ?? '',
    textOf: (ref: SessionRef) => texts.get(ref) ?? '',
  }
}

test('a window gets nothing before its hello, then all there is', () => {
  const rig = createRig()
  rig.grow(active, 'early')
  rig.clock.advanceSync(1_000)
  expect(rig.sent).toEqual([])
  rig.hello()
  expect(rig.batches()).toMatchObject([{ batch: 1, reset: true }])
  expect(rig.shownText(active)).toBe('early')
})

test('a window of another version is told to load again and gets nothing else', () => {
  const rig = createRig()
  rig.hello(shown, CONTRACT_VERSION + 1)
  rig.grow(active, 'text')
  rig.clock.advanceSync(1_000)
  expect(rig.sent).toEqual([{ type: 'reload', v: CONTRACT_VERSION }])
})

test('after a rest the first op goes at once, and what follows within a frame goes together', () => {
  const rig = createRig()
  rig.hello()
  rig.ackAll()
  rig.clock.advanceSync(1_000)
  rig.grow(active, 'a')
  expect(rig.batches()).toHaveLength(2)
  rig.ackAll()
  for (let n = 0; n < 10; n++) {
    rig.clock.advanceSync(1)
    rig.grow(active, 'b')
  }
  expect(rig.batches()).toHaveLength(2)
  rig.clock.advanceSync(6)
  expect(rig.batches()).toHaveLength(3)
  expect(rig.shownText(active)).toBe(`a${'b'.repeat(10)}`)
})

test('a steady stream can’t put its own flush off', () => {
  const rig = createRig()
  rig.hello()
  rig.ackAll()
  for (let n = 0; n < 100; n++) {
    rig.clock.advanceSync(5)
    rig.grow(active, 'x')
    rig.ackAll()
    expect(rig.textOf(active).length - rig.shownText(active).length).toBeLessThanOrEqual(4)
  }
})

test('a window that does not answer has two batches under way, and gets the rest merged when it does', () => {
  const rig = createRig()
  rig.hello()
  rig.ackAll()
  for (let n = 0; n < 500; n++) {
    rig.clock.advanceSync(20)
    rig.grow(active, 'word ')
  }
  expect(rig.batches()).toHaveLength(3)
  rig.ack()
  rig.clock.advanceSync(20)
  expect(rig.batches()).toHaveLength(4)
  expect(rig.batches().at(-1)?.ops).toHaveLength(1)
  expect(rig.shownText(active)).toBe(rig.textOf(active))
})

test('the last batch of a flush says up to where all is applied', () => {
  const rig = createRig()
  rig.hello()
  rig.ackAll()
  rig.clock.advanceSync(100)
  rig.grow(active, 'x'.repeat(200_000))
  rig.ackAll()
  rig.clock.advanceSync(100)
  rig.ackAll()
  rig.clock.advanceSync(100)
  const [first, ...rest] = rig.batches().slice(1)
  expect(first?.upTo).toEqual({ [server]: { epoch: 'e', seq: 0 } })
  expect(rest.at(-1)?.upTo).toEqual({ [server]: { epoch: 'e', seq: 1 } })
})

test('a window too slow for its backlog gets a snapshot instead, equal to the state', () => {
  const rig = createRig()
  rig.hello()
  rig.ackAll()
  rig.clock.advanceSync(100)
  for (let n = 0; n < 100; n++) {
    rig.clock.advanceSync(20)
    rig.grow(active, 'x'.repeat(200_000))
  }
  for (let n = 0; n < 1_000; n++) {
    rig.ackAll()
    rig.clock.advanceSync(20)
  }
  expect(rig.batches().filter(({ reset }) => reset)).toHaveLength(2)
  expect(rig.shownText(active)).toBe(rig.textOf(active))
  expect(rig.window.holes).toEqual([])
})

test('one change larger than the bound reaches a window that is not slow at all', () => {
  const rig = createRig()
  rig.hello()
  rig.ackAll()
  rig.clock.advanceSync(100)
  rig.grow(active, 'x'.repeat(9 * 1024 * 1024))
  for (let n = 0; n < 500; n++) {
    rig.ackAll()
    rig.clock.advanceSync(20)
  }
  expect(rig.shownText(active)).toHaveLength(9 * 1024 * 1024)
})

test('a session opened later comes whole, and what is not open is not sent', () => {
  const rig = createRig()
  rig.hello()
  rig.ackAll()
  rig.clock.advanceSync(100)
  rig.grow(other, 'not yet open')
  rig.clock.advanceSync(1_000)
  expect(rig.batches()).toHaveLength(1)
  rig.show({ ...shown, open: [active, other], active: other })
  expect(rig.shownText(other)).toBe('not yet open')
  rig.ackAll()
  rig.grow(other, ', now it is')
  rig.clock.advanceSync(20)
  expect(rig.shownText(other)).toBe('not yet open, now it is')
  expect(rig.window.holes).toEqual([])
})

test('a hidden window gets a batch four times a second, one in the background ten times', () => {
  const rig = createRig()
  const countIn = (state: WindowState, ref: SessionRef): number => {
    rig.show(state)
    rig.ackAll()
    rig.clock.advanceSync(1_000)
    rig.ackAll()
    const before = rig.batches().length
    for (let n = 0; n < 200; n++) {
      rig.clock.advanceSync(5)
      rig.grow(ref, 'x')
      rig.ackAll()
    }
    return rig.batches().length - before
  }
  rig.hello()
  expect(countIn({ ...shown, visible: false }, active)).toBeLessThanOrEqual(5)
  expect(countIn({ ...shown, open: [active, other] }, other)).toBeLessThanOrEqual(11)
  expect(countIn(shown, active)).toBeGreaterThan(40)
})

test('a second hello begins anew, whatever was under way', () => {
  const rig = createRig()
  rig.hello()
  rig.clock.advanceSync(20)
  rig.grow(active, 'lost on the way')
  rig.clock.advanceSync(20)
  rig.hello()
  expect(rig.batches().at(-1)).toMatchObject({ reset: true })
  expect(rig.shownText(active)).toBe('lost on the way')
})

test('nothing is sent to a window that has closed', () => {
  const rig = createRig()
  rig.hello()
  rig.ackAll()
  rig.grow(active, 'held')
  rig.feed.close()
  const before = rig.sent.length
  rig.clock.advanceSync(1_000)
  rig.grow(active, 'more')
  rig.hello()
  expect(rig.sent).toHaveLength(before)
})

test('a busy session in the background neither goes out with the active one nor holds it up', () => {
  const rig = createRig()
  rig.hello({ ...shown, open: [active, other] })
  rig.ackAll()
  rig.clock.advanceSync(1_000)
  const before = rig.batches().length
  for (let n = 0; n < 200; n++) {
    rig.clock.advanceSync(5)
    rig.grow(active, 'x')
    rig.grow(other, 'x'.repeat(500))
    rig.ackAll()
    expect(rig.textOf(active).length - rig.shownText(active).length).toBeLessThanOrEqual(4)
    expect(rig.textOf(other).length - rig.shownText(other).length).toBeLessThanOrEqual(500 * 20)
  }
  const batchesWith = (ref: SessionRef) =>
    rig
      .batches()
      .slice(before)
      .filter(({ ops }) => ops.some((op) => op.op === 'text' && op.session === ref.session)).length
  expect(batchesWith(other)).toBeLessThanOrEqual(11)
  expect(batchesWith(active)).toBeGreaterThan(50)
})

test('what is held of a session goes at once when the person turns to it', () => {
  const rig = createRig()
  rig.hello({ ...shown, open: [active, other] })
  rig.ackAll()
  rig.clock.advanceSync(1_000)
  rig.grow(other, 'first')
  rig.ackAll()
  rig.grow(other, ' second')
  expect(rig.shownText(other)).toBe('first')
  rig.show({ ...shown, active: other, open: [active, other] })
  expect(rig.shownText(other)).toBe('first second')
})

test('no batch is larger than 64 KiB, whatever comes', () => {
  const rig = createRig()
  rig.hello()
  rig.ackAll()
  rig.clock.advanceSync(100)
  rig.grow(active, '潮'.repeat(100_000))
  rig.feed.push([notice('large', '🌊'.repeat(100_000))])
  for (let n = 0; n < 50; n++) {
    rig.ackAll()
    rig.clock.advanceSync(20)
  }
  for (const batch of rig.batches())
    expect(Buffer.byteLength(JSON.stringify(batch.piece?.json ?? batch.ops))).toBeLessThan(70_000)
  expect(rig.shownText(active)).toBe(rig.textOf(active))
  expect(JSON.stringify(rig.window.contents())).toContain('🌊'.repeat(100_000))
})

test('nonsense from a window is counted and changes nothing', () => {
  const rig = createRig()
  const nonsense = [
    null,
    7,
    'hello',
    [],
    {},
    { type: 'hello' },
    { type: 'hello', v: CONTRACT_VERSION, cursor: {}, state: { open: 'all' } },
    { type: 'state', state: { ...shown, open: [{ server, session: 7 }] } },
    { type: 'ack', batch: -1 },
    { type: 'ack', batch: 'two' },
  ]
  for (const message of nonsense) rig.say(message)
  expect(rig.feed.counters().rejected).toBe(nonsense.length)
  expect(rig.sent).toEqual([])
  rig.hello()
  for (const message of nonsense) rig.say(message)
  rig.say({ type: 'ack', batch: 999 })
  rig.ackAll()
  for (let n = 0; n < 10; n++) {
    rig.clock.advanceSync(20)
    rig.grow(active, 'x')
  }
  // Two were sent on credit; an acknowledgement of what was never sent gives none.
  expect(rig.batches()).toHaveLength(3)
})

test('a window of another contract, whatever else it says, is told to load again', () => {
  const rig = createRig()
  rig.say({ type: 'hello', v: CONTRACT_VERSION + 1, shape: 'of the future' })
  expect(rig.sent).toEqual([{ type: 'reload', v: CONTRACT_VERSION }])
})
