import fc from 'fast-check'
import { expect, test } from 'vitest'
import { messageID, partID, serverID, sessionID } from '#contract/ids'
import type { Op, TextOp } from '#contract/ops'
import { createWindowModel } from '#test/window-model'
import { createPendingOps } from './pending.ts'

const server = serverID('local')
const session = sessionID('ses_1')
const message = messageID('msg_1')
const PARTS = ['prt_1', 'prt_2', 'prt_3'] as const

type Step =
  | { readonly do: 'delta'; readonly part: string; readonly text: string }
  | { readonly do: 'replace'; readonly part: string; readonly text: string }
  | { readonly do: 'structure' }
  | { readonly do: 'take'; readonly maxBytes: number }

const anyPart = fc.constantFrom(...PARTS)
const anyText = fc.string({ unit: fc.constantFrom('a', 'é', '潮', '🌊', '👩‍🚀'), minLength: 1, maxLength: 40 })
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('delta'), part: anyPart, text: anyText }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('replace'), part: anyPart, text: anyText }) },
  { weight: 2, arbitrary: fc.constant({ do: 'structure' }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('take'), maxBytes: fc.integer({ min: 1, max: 900 }) }),
  },
) as fc.Arbitrary<Step>

/** Makes ops as the fold does: offsets continue, a replacement raises the revision. */
function createWriter() {
  const texts = new Map<string, { rev: number; length: number }>()
  let structures = 0
  const textOp = (part: string, text: string, replaces: boolean): TextOp => {
    const held = texts.get(part) ?? { rev: 0, length: 0 }
    const next = replaces ? { rev: held.rev + 1, length: 0 } : held
    texts.set(part, { rev: next.rev, length: next.length + text.length })
    return {
      op: 'text',
      server,
      session,
      part: partID(part),
      field: 'text',
      rev: next.rev,
      at: next.length,
      text,
    }
  }
  const structure = (): Op => ({
    op: 'todos',
    server,
    session,
    todos: [{ content: String(structures++), status: 'pending', priority: '' }],
  })
  return { textOp, structure }
}

const partOps: readonly Op[] = PARTS.map((id) => ({
  op: 'part',
  server,
  part: { type: 'text', id: partID(id), message, session, synthetic: false, start: 1, end: null },
}))

test('any ops taken in pieces of any size come to what they come to one by one', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 120 }), (steps) => {
      const writer = createWriter()
      const pending = createPendingOps()
      const [plain, window] = [createWindowModel(), createWindowModel()]
      /** What every text was when a structural op was pushed. */
      const textsAt: unknown[] = []
      const push = (op: Op): void => {
        if (op.op === 'todos') textsAt.push(plain.texts())
        plain.apply([op])
        pending.push(op)
      }
      const take = (maxBytes: number): void => {
        for (const op of pending.take(maxBytes).ops) {
          if (op.op === 'todos') expect(window.texts()).toEqual(textsAt[Number(op.todos[0]?.content)])
          if (op.op === 'text') expect(op.text.isWellFormed()).toBe(true)
          window.apply([op])
        }
      }
      partOps.forEach(push)
      for (const step of steps) {
        if (step.do === 'take') take(step.maxBytes)
        else if (step.do === 'structure') push(writer.structure())
        else push(writer.textOp(step.part, step.text, step.do === 'replace'))
      }
      while (!pending.isEmpty()) take(500)
      expect(window.contents()).toEqual(plain.contents())
      expect(window.holes).toEqual([])
      expect(pending.bytes()).toBe(0)
    }),
    { numRuns: 500 },
  )
})

test('a stream of deltas to three parts waits as three ops', () => {
  const writer = createWriter()
  const pending = createPendingOps()
  for (let n = 0; n < 3_000; n++) pending.push(writer.textOp(PARTS[n % 3] ?? '', 'word ', false))
  const { ops, last } = pending.take(1_000_000)
  expect(ops).toHaveLength(3)
  expect(last).toBe(true)
})

test('a delta for a part that has just been taken is not lost', () => {
  const writer = createWriter()
  const pending = createPendingOps()
  pending.push(writer.textOp('prt_1', 'one', false))
  pending.push(writer.textOp('prt_2', 'x'.repeat(400), false))
  expect(pending.take(200).ops).toMatchObject([{ part: 'prt_1', text: 'one' }])
  pending.push(writer.textOp('prt_1', ' two', false))
  const rest = pending.take(10_000).ops
  expect(rest.find((op) => op.op === 'text' && op.part === 'prt_1')).toMatchObject({ at: 3, text: ' two' })
})

test('a piece is no larger than asked for, but for an op that can’t be cut', () => {
  const writer = createWriter()
  const pending = createPendingOps()
  pending.push(writer.textOp('prt_1', '🌊'.repeat(2_000), false))
  while (!pending.isEmpty()) {
    const [op] = pending.take(1_000).ops
    expect(JSON.stringify(op).length).toBeLessThan(1_100)
  }
})
