import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { partID, serverID, sessionID } from '#contract/ids'
import type { TextEndOp, TextOp } from '#contract/ops'
import { textHash } from '#contract/text-hash'
import { MAX_YIELD_MS, PAINT_EVERY_MS, type Clock } from './cadence.ts'
import { createPreview } from './create-preview.ts'

const server = serverID('local')
const session = sessionID('ses_1')
const part = partID('prt_1')
const address = { server, session, part, field: 'text', rev: 0 } as const

const text = (at: number, value: string, rev = 0): TextOp => ({
  op: 'text',
  ...address,
  rev,
  at,
  text: value,
})
const end = (value: string, rev = 0): TextEndOp => ({
  op: 'text.end',
  ...address,
  rev,
  length: value.length,
  hash: textHash(value),
})

function manualClock() {
  let now = 0
  let urgent = false
  let timers: { readonly at: number; readonly run: () => void }[] = []
  const clock: Clock = {
    now: () => now,
    setTimer: (run, afterMs) => void timers.push({ at: now + afterMs, run }),
    isUrgent: () => urgent,
  }
  const setUrgent = (value: boolean) => (urgent = value)
  const pass = (ms: number) => {
    now += ms
    const due = timers.filter((timer) => timer.at <= now)
    timers = timers.filter((timer) => timer.at > now)
    for (const timer of due) timer.run()
  }
  return { clock, pass, setUrgent }
}

const start = () => {
  const { clock, pass, setUrgent } = manualClock()
  const preview = createPreview(clock)
  return { preview, pass, setUrgent, current: () => preview.textOf(server, part, 'text') }
}

/** A text, emoji included, cut where a sender may cut it: never inside of a surrogate pair. */
const pieces = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }), { maxLength: 30 })

test('a text cut anywhere, with any pieces repeated, ends as the same text', () => {
  fc.assert(
    fc.property(pieces, fc.array(fc.nat(29)), (cut, repeats) => {
      const { preview, current } = start()
      const ops: TextOp[] = []
      let at = 0
      for (const piece of cut) {
        ops.push(text(at, piece))
        at += piece.length
      }
      ops.forEach((op, index) => {
        expect(preview.applyText(op)).toBe('applied')
        for (const repeat of repeats) {
          const earlier = ops[repeat]
          if (earlier !== undefined && repeat <= index) expect(preview.applyText(earlier)).toBe('applied')
        }
      })
      expect(current()).toBe(cut.join(''))
      expect(preview.applyEnd(end(cut.join('')))).toBe('whole')
    }),
  )
})

test('an op that overlaps what is there adds only what is new', () => {
  const { preview, current } = start()
  preview.applyText(text(0, 'one two'))
  preview.applyText(text(4, 'two three'))
  expect(current()).toBe('one two three')
})

test('an op behind the end is a hole and changes nothing', () => {
  const { preview, current } = start()
  preview.applyText(text(0, 'one'))
  expect(preview.applyText(text(4, 'two'))).toBe('hole')
  expect(current()).toBe('one')
  expect(preview.applyText({ ...text(1, 'x'), part: partID('prt_unknown') })).toBe('hole')
})

test('a higher revision replaces the text; a lower one comes too late', () => {
  const { preview, current } = start()
  preview.applyText(text(0, 'draft'))
  preview.applyText(text(0, 'final', 1))
  expect(current()).toBe('final')
  expect(preview.applyText(text(5, ' of the draft', 0))).toBe('applied')
  expect(preview.applyEnd(end('draft', 0))).toBe('whole')
  expect(current()).toBe('final')
})

test('an end tells a text of another length, other letters or a later revision', () => {
  const { preview } = start()
  expect(preview.applyEnd(end(''))).toBe('whole')
  expect(preview.applyEnd(end('abc'))).toBe('mismatch')
  preview.applyText(text(0, 'abd'))
  expect(preview.applyEnd(end('abc'))).toBe('mismatch')
  expect(preview.applyEnd(end('ab'))).toBe('mismatch')
  expect(preview.applyEnd(end('abd', 1))).toBe('mismatch')
  expect(preview.applyEnd(end('abd'))).toBe('whole')
})

test('a text fetched whole takes the place of a broken one, not of a later revision', () => {
  const { preview, current } = start()
  preview.applyText(text(0, 'brok'))
  preview.replaceText({ ...address, text: 'mended' })
  expect(current()).toBe('mended')
  preview.applyText(text(0, 'newer', 2))
  preview.replaceText({ ...address, rev: 1, text: 'older' })
  expect(current()).toBe('newer')
})

test('the first character is drawn at once, the rest at the cadence, and only for its own listeners', () => {
  const { preview, pass } = start()
  const seen: string[] = []
  let others = 0
  preview.subscribe(server, part, 'text', () => seen.push(preview.textOf(server, part, 'text')))
  preview.subscribe(server, partID('prt_other'), 'text', () => others++)
  pass(1000)
  preview.applyText(text(0, 'a'))
  expect(seen).toEqual(['a'])
  preview.applyText(text(1, 'b'))
  pass(0)
  expect(seen).toEqual(['a', 'ab'])
  preview.applyText(text(2, 'c'))
  preview.applyText(text(3, 'd'))
  pass(PAINT_EVERY_MS - 1)
  expect(seen).toEqual(['a', 'ab'])
  pass(1)
  expect(seen).toEqual(['a', 'ab', 'abcd'])
  expect(others).toBe(0)
})

test('text waits for the frame of a key, yet not for somebody who never stops typing', () => {
  const { preview, pass, setUrgent } = start()
  const seen: string[] = []
  preview.subscribe(server, part, 'text', () => seen.push(preview.textOf(server, part, 'text')))
  preview.applyText(text(0, 'a'))
  pass(1000)
  setUrgent(true)
  preview.applyText(text(1, 'b'))
  pass(0)
  pass(10)
  expect(seen).toEqual(['a'])
  setUrgent(false)
  pass(10)
  expect(seen).toEqual(['a', 'ab'])
  setUrgent(true)
  preview.applyText(text(2, 'c'))
  for (let ms = 0; ms < PAINT_EVERY_MS + MAX_YIELD_MS + 10; ms += 1) pass(1)
  expect(seen).toEqual(['a', 'ab', 'abc'])
})

test('a dropped session leaves nothing behind, and its texts can come again', () => {
  const { preview, current } = start()
  preview.applyText(text(0, 'one', 4))
  preview.applyText({ ...text(0, 'kept'), session: sessionID('ses_2'), part: partID('prt_2') })
  preview.dropSession(server, session)
  expect(current()).toBe('')
  expect(preview.textOf(server, partID('prt_2'), 'text')).toBe('kept')
  preview.applyText(text(0, 'again', 0))
  expect(current()).toBe('again')
})
