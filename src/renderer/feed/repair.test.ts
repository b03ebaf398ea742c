import { expect, test } from 'vitest'
import { partID, refKey, serverID, sessionID } from '#contract/ids'
import type { TextEndOp, TextOp } from '#contract/ops'
import { fail, ok, type Result } from '#contract/result'
import { textHash } from '#contract/text-hash'
import { createPreview } from '../preview/create-preview.ts'
import { createTextSink } from './repair.ts'

const server = serverID('local')
const session = sessionID('ses_1')
const part = partID('prt_1')
const address = { server, session, part, field: 'text', rev: 0 } as const
const text = (at: number, value: string): TextOp => ({ op: 'text', ...address, at, text: value })
const end = (value: string): TextEndOp => ({
  op: 'text.end',
  ...address,
  length: value.length,
  hash: textHash(value),
})

type Answer = Result<{ rev: number; text: string }>

function start() {
  const preview = createPreview({ now: () => 0, setTimer: () => {}, isUrgent: () => false })
  const asked: ((answer: Answer) => void)[] = []
  const gaps: number[] = []
  const sink = createTextSink({
    preview,
    fetchText: () => new Promise((resolve) => asked.push(resolve)),
    onGaps: (key) => gaps.push(sink.gapsOf(key).length),
    now: () => 7,
  })
  const answer = async (value: Answer) => {
    asked.shift()?.(value)
    await Promise.resolve()
    await Promise.resolve()
  }
  return { sink, asked, gaps, answer, current: () => preview.textOf(server, part, 'text') }
}

test('a hole is shown as a gap, asked for once, and closed by the answer and what came meanwhile', async () => {
  const { sink, asked, gaps, answer, current } = start()
  sink.apply(text(0, 'one '))
  sink.apply(text(8, 'three '))
  sink.apply(text(14, 'four'))
  expect(current()).toBe('one ')
  expect(asked).toHaveLength(1)
  expect(sink.gapsOf(refKey(server, session))).toMatchObject([{ part, reason: 'dropped', since: 7 }])
  await answer(ok({ rev: 0, text: 'one two three ' }))
  expect(current()).toBe('one two three four')
  expect(gaps).toEqual([1, 0])
})

test('an answer older than what came meanwhile is followed by another question', async () => {
  const { sink, asked, answer, current } = start()
  sink.apply(text(4, 'two '))
  sink.apply(text(19, 'late'))
  await answer(ok({ rev: 0, text: 'one two ' }))
  expect(asked).toHaveLength(1)
  await answer(ok({ rev: 0, text: 'one two three four late' }))
  expect(sink.gapsOf(refKey(server, session))).toEqual([])
  expect(current()).toBe('one two three four late')
})

test('a text that ended differently is asked for whole', async () => {
  const { sink, answer, current } = start()
  sink.apply(text(0, 'colour'))
  sink.apply(end('color'))
  await answer(ok({ rev: 0, text: 'color' }))
  expect(current()).toBe('color')
  expect(sink.gapsOf(refKey(server, session))).toEqual([])
})

test('without an answer the gap stays, and the part’s next op asks again', async () => {
  const { sink, asked, answer } = start()
  sink.apply(text(4, 'x'))
  await answer(fail('timeout', 'No answer.'))
  expect(sink.gapsOf(refKey(server, session))).toHaveLength(1)
  sink.apply(text(5, 'y'))
  expect(asked).toHaveLength(1)
  await answer(ok({ rev: 0, text: 'abcdxy' }))
  expect(sink.gapsOf(refKey(server, session))).toEqual([])
})

test('answers that never catch up are not asked for without end; the part’s end settles it', async () => {
  const { sink, asked, answer, current } = start()
  sink.apply(text(1, 'b'))
  let questions = 0
  while (asked.length > 0 && questions < 100) {
    questions++
    await answer(ok({ rev: 0, text: '' }))
  }
  expect(questions).toBeLessThan(10)
  sink.apply(end('ab'))
  await answer(ok({ rev: 0, text: 'ab' }))
  expect(current()).toBe('ab')
  expect(sink.gapsOf(refKey(server, session))).toEqual([])
})

test('an answer from before a new snapshot is left alone', async () => {
  const { sink, answer, current } = start()
  sink.apply(text(4, 'x'))
  sink.reset()
  sink.apply(text(0, 'new'))
  await answer(ok({ rev: 0, text: 'old!x' }))
  expect(current()).toBe('new')
})
