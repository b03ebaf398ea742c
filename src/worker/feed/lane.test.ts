import fc from 'fast-check'
import { expect, test } from 'vitest'
import { messageID, partID, serverID, sessionID } from '#contract/ids'
import type { Op, TextOp } from '#contract/ops'
import { createWindowModel } from '#test/window-model'
import { createLane, type Taken } from './lane.ts'

const server = serverID('local')
/** Two parts of one session, one of another. */
const PARTS = ['prt_a1', 'prt_a2', 'prt_b1'] as const
const sessionOf = (part: string) => sessionID(`ses_${part[4]}`)
const messageOf = (part: string) => messageID(`msg_${part[4]}`)

type Structure = 'part' | 'text.end' | 'gaps' | 'view' | 'todos' | 'message' | 'huge'
type Step =
  | { readonly do: 'delta' | 'replace'; readonly part: string; readonly text: string }
  | { readonly do: 'structure'; readonly kind: Structure; readonly part: string }
  | { readonly do: 'take'; readonly maxBytes: number }

const anyPart = fc.constantFrom(...PARTS)
const anyText = fc.string({ unit: fc.constantFrom('a', 'é', '潮', '🌊', '👩‍🚀'), minLength: 1, maxLength: 40 })
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('delta'), part: anyPart, text: anyText }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('replace'), part: anyPart, text: anyText }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('structure'),
      kind: fc.constantFrom<Structure>('part', 'text.end', 'gaps', 'view', 'todos', 'message', 'huge'),
      part: anyPart,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('take'), maxBytes: fc.integer({ min: 200, max: 2_000 }) }),
  },
) as fc.Arbitrary<Step>

/** Makes ops as the fold does: offsets continue, a replacement raises the revision. */
function createWriter() {
  const texts = new Map<string, { rev: number; length: number }>()
  let count = 0
  const textOp = (part: string, text: string, replaces: boolean): TextOp => {
    const held = texts.get(part) ?? { rev: 0, length: 0 }
    const next = replaces ? { rev: held.rev + 1, length: 0 } : held
    texts.set(part, { rev: next.rev, length: next.length + text.length })
    const { rev, length: at } = next
    return {
      op: 'text',
      server,
      session: sessionOf(part),
      part: partID(part),
      field: 'text',
      rev,
      at,
      text,
    }
  }
  const structure = (kind: Structure, part: string): Op => {
    const session = sessionOf(part)
    const since = ++count
    switch (kind) {
      case 'part':
        return partOp(part, since)
      case 'text.end': {
        const { rev, length } = texts.get(part) ?? { rev: 0, length: 0 }
        return { op: kind, server, session, part: partID(part), field: 'text', rev, length, hash: 0 }
      }
      case 'gaps':
        return { op: kind, server, session, gaps: [{ session, part: null, reason: 'reconnect', since }] }
      case 'view':
        return { op: kind, server, session, from: 'cache', older: false, error: String(since) }
      case 'todos':
        return todosOp(session, String(since))
      case 'huge':
        return todosOp(session, `${since} ${'🌊'.repeat(3_000)}`)
      case 'message':
        return {
          op: kind,
          server,
          message: {
            role: 'user',
            id: messageOf(part),
            session,
            created: since,
            agent: null,
            model: null,
            diffs: [],
          },
        }
    }
  }
  return { textOp, structure }
}

const partOp = (part: string, start: number): Op => {
  const [id, message, session] = [partID(part), messageOf(part), sessionOf(part)]
  return {
    op: 'part',
    server,
    part: { type: 'text', id, message, session, synthetic: false, start, end: null },
  }
}
const todosOp = (session: ReturnType<typeof sessionID>, content: string): Op => ({
  op: 'todos',
  server,
  session,
  todos: [{ content, status: 'pending', priority: '' }],
})

/** The texts that may not yet show what came after `op`. */
const spokenOf = (op: Op): readonly string[] => {
  if (op.op === 'part') return [op.part.id]
  if (op.op === 'text.end') return [op.part]
  if (op.op === 'gaps' || op.op === 'view') return PARTS.filter((part) => sessionOf(part) === op.session)
  return []
}

/** Puts ops that came in pieces together. */
function createJoiner() {
  let json = ''
  return ({ ops, piece }: Taken): readonly Op[] => {
    if (!piece) return ops
    json += piece.json
    if (!piece.last) return ops
    const whole = JSON.parse(json) as Op
    json = ''
    return [whole]
  }
}

test('any ops taken in pieces of any size come to what they come to one by one', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 120 }), (steps) => {
      const writer = createWriter()
      const lane = createLane(() => 1)
      const join = createJoiner()
      const [plain, window] = [createWindowModel(), createWindowModel()]
      /** What the texts that an op speaks of were when it was pushed. */
      const textsAt = new Map<string, unknown>()
      const textsOf = (model: typeof plain, op: Op) =>
        spokenOf(op).map((part) => model.texts()[`${part}/text`] ?? '')
      const push = (op: Op): void => {
        textsAt.set(JSON.stringify(op), textsOf(plain, op))
        plain.apply([op])
        lane.push(op)
      }
      const take = (maxBytes: number): void => {
        for (const op of join(lane.take(maxBytes, true))) {
          if (op.op !== 'text') expect(textsOf(window, op)).toEqual(textsAt.get(JSON.stringify(op)))
          else expect(op.text.isWellFormed()).toBe(true)
          window.apply([op])
        }
      }
      for (const part of PARTS) push(partOp(part, 0))
      for (const step of steps) {
        if (step.do === 'take') take(step.maxBytes)
        else if (step.do === 'structure') push(writer.structure(step.kind, step.part))
        else push(writer.textOp(step.part, step.text, step.do === 'replace'))
      }
      while (!lane.isEmpty()) take(500)
      expect(window.contents()).toEqual(plain.contents())
      expect(window.holes).toEqual([])
      expect(lane.bytes()).toBe(0)
    }),
    { numRuns: 400 },
  )
})

test('a stream of deltas to three parts waits as three ops, whatever is said of others meanwhile', () => {
  const writer = createWriter()
  const lane = createLane(() => 1)
  for (let n = 0; n < 3_000; n++) {
    lane.push(writer.textOp(PARTS[n % 3] ?? '', 'word ', false))
    if (n % 10 === 0) lane.push(writer.structure('todos', 'prt_a1'))
    if (n % 10 === 1) lane.push(writer.structure('message', 'prt_a2'))
  }
  const { ops } = lane.take(1_000_000, true)
  expect(ops.filter(({ op }) => op === 'text')).toHaveLength(3)
})

test('a text never passes what says how whole its session is', () => {
  const writer = createWriter()
  const lane = createLane(() => 1)
  lane.push(writer.textOp('prt_a1', 'before', false))
  lane.push(writer.textOp('prt_b1', 'before', false))
  lane.push(writer.structure('gaps', 'prt_a2'))
  lane.push(writer.textOp('prt_a1', ' after', false))
  lane.push(writer.textOp('prt_b1', ' after', false))
  expect(lane.take(10_000, true).ops).toMatchObject([
    { part: 'prt_a1', text: 'before' },
    { part: 'prt_b1', text: 'before after' },
    { op: 'gaps' },
    { part: 'prt_a1', text: ' after' },
  ])
})

test('a delta for a part that has just been taken is not lost', () => {
  const writer = createWriter()
  const lane = createLane(() => 1)
  lane.push(writer.textOp('prt_a1', 'one', false))
  lane.push(writer.textOp('prt_a2', 'x'.repeat(400), false))
  expect(lane.take(200, true).ops).toMatchObject([{ part: 'prt_a1', text: 'one' }])
  lane.push(writer.textOp('prt_a1', ' two', false))
  expect(lane.take(10_000, true).ops).toMatchObject([{ part: 'prt_a2' }, { at: 3, text: ' two' }])
})

test('nothing taken is larger than asked for: texts are cut between characters, other ops go in pieces', () => {
  const writer = createWriter()
  const lane = createLane(() => 7)
  lane.push(writer.textOp('prt_a1', '🌊'.repeat(2_000), false))
  lane.push(writer.structure('huge', 'prt_a1'))
  const pieces: string[] = []
  while (!lane.isEmpty()) {
    const { ops, piece } = lane.take(1_000, true)
    for (const op of ops) expect(Buffer.byteLength(JSON.stringify(op))).toBeLessThan(1_050)
    if (piece) pieces.push(piece.json)
  }
  for (const json of pieces) expect(Buffer.byteLength(json)).toBeLessThanOrEqual(1_000)
  expect(JSON.parse(pieces.join(''))).toMatchObject({ op: 'todos' })
})
