import { describe, expect, it } from 'vitest'
import { messageID, partID, sessionID } from '#contract/ids'
import type { AssistantMessage, Gap, MessageError, TextPart, ToolPart } from '#contract/model'
import type { Turn } from '../../store/selectors.ts'
import {
  currentStep,
  formatCost,
  formatTokens,
  gapTurn,
  joinTexts,
  shellLine,
  turnSpan,
  turnState,
  turnUse,
} from './timeline.logic.ts'

const answer = (patch: Partial<AssistantMessage> = {}): AssistantMessage => ({
  role: 'assistant',
  id: messageID('a'),
  session: sessionID('s'),
  created: 200,
  completed: 900,
  parent: messageID('u'),
  agent: null,
  model: null,
  cost: 0.01,
  tokens: { input: 10, output: 5, reasoning: 1, cacheRead: 100, cacheWrite: 0 },
  error: null,
  finish: 'stop',
  summary: false,
  ...patch,
})

const turn = (created: number, ...assistants: AssistantMessage[]): Turn => ({
  id: messageID(`u${created}`),
  user: {
    role: 'user',
    id: messageID(`u${created}`),
    session: sessionID('s'),
    created,
    agent: null,
    model: null,
    diffs: [],
  },
  assistants,
})

const error = (aborted: boolean): MessageError => ({ name: 'X', message: 'broke', statusCode: null, aborted })
const idle = {
  turn: turn(100, answer()),
  last: true,
  asks: 0,
  status: { type: 'idle' },
  error: null,
} as const

describe('a turn says', () => {
  it('that it waits for the person rather than that it works', () => {
    const busy = { ...idle, status: { type: 'busy', since: null } as const }
    expect(turnState(busy).type).toBe('working')
    expect(turnState({ ...busy, asks: 1 }).type).toBe('waiting')
    expect(turnState({ ...busy, last: false }).type).toBe('done')
  })

  it('how it ended', () => {
    expect(turnState({ ...idle, turn: turn(1, answer({ error: error(false) })) })).toMatchObject({
      type: 'failed',
    })
    expect(turnState({ ...idle, turn: turn(1, answer({ error: error(true) })) }).type).toBe('stopped')
    expect(turnState({ ...idle, error: error(false) }).type).toBe('failed')
    expect(turnState({ ...idle, last: false, error: error(false) }).type).toBe('done')
    expect(turnState({ ...idle, turn: turn(1, answer({ completed: null })) }).type).toBe('interrupted')
  })

  it('that nobody has begun to answer it', () => {
    expect(turnState({ ...idle, turn: turn(100) }).type).toBe('sent')
    expect(turnState({ ...idle, turn: turn(100), last: false }).type).toBe('done')
  })

  it('how long it took, from the prompt to the last answer', () => {
    const two = turn(100, answer(), answer({ completed: 1_500 }))
    expect(turnSpan(two, false)).toEqual({ since: 100, end: 1_500 })
    expect(turnSpan(two, true)).toEqual({ since: 100, end: null })
    expect(turnSpan(turn(100), false)).toBeNull()
  })

  it('what it used: sums of its steps, the context of the last', () => {
    const last = answer({ tokens: { input: 20, output: 7, reasoning: 0, cacheRead: 110, cacheWrite: 3 } })
    expect(turnUse([answer(), last, answer({ tokens: null })])).toEqual({
      input: 243,
      output: 13,
      cost: 0.02,
      context: 140,
    })
    expect(turnUse([])).toBeNull()
  })
})

describe('numbers read shortly', () => {
  it('as tokens and as dollars', () => {
    expect([0, 999, 1_000, 12_440, 104_000, 1_250_000].map(formatTokens)).toEqual([
      '0',
      '999',
      '1.0k',
      '12.4k',
      '104k',
      '1.3M',
    ])
    expect([0.0213, 0.004].map(formatCost)).toEqual(['0.02', '0.0040'])
  })
})

it('the current step of a plan is the one in progress', () => {
  const todo = (status: string) => ({ content: status, status, priority: '' })
  const todos = [todo('completed'), todo('in_progress'), todo('pending'), todo('cancelled')]
  expect(currentStep(todos)).toEqual({ content: 'in_progress', done: 1, all: 3 })
  expect(currentStep([todo('pending')])).toBeNull()
})

it('copying a turn gives its texts untouched', () => {
  expect(joinTexts(['one \n'])).toBe('one \n')
  expect(joinTexts(['one', '', 'two'])).toBe('one\n\ntwo')
})

it('a gap without a part belongs to the turn that was last when it began', () => {
  const turns = [turn(100), turn(200)]
  const gap = (since: number): Gap => ({ session: sessionID('s'), part: null, reason: 'reconnect', since })
  expect([50, 150, 900].map((since) => gapTurn(gap(since), turns)?.id)).toEqual(['u100', 'u100', 'u200'])
})

describe('a turn that began with a shell line', () => {
  const base = { message: messageID('u'), session: sessionID('s') }
  const words = (synthetic: boolean): TextPart => ({
    ...base,
    id: partID('p1'),
    type: 'text',
    synthetic,
    start: 1,
    end: 1,
  })
  const call = (tool: string): ToolPart => ({
    ...base,
    id: partID('p2'),
    type: 'tool',
    call: 'c',
    tool,
    state: { status: 'pending', input: { command: 'git status' } },
  })

  it('shows the line, not the words that the server put in its place', () => {
    expect(shellLine([words(true)], [call('bash')])).toBe('git status')
  })

  it('is not one when a person wrote something, or another tool answers', () => {
    expect(shellLine([words(false)], [call('bash')])).toBeNull()
    expect(shellLine([words(true)], [call('read')])).toBeNull()
    expect(shellLine([], [call('bash')])).toBeNull()
  })
})
