import { describe, expect, test } from 'vitest'
import { parseScript, promptWithScript, readScript, withoutScript } from './script.ts'

describe('a script in a prompt', () => {
  test('is found, and comes back as it was put in', () => {
    const prompt = promptWithScript('Please list the files.', {
      steps: [[{ tool: 'glob', input: { pattern: '*' } }]],
    })
    expect(readScript(prompt)).toEqual({
      kind: 'script',
      script: { steps: [[{ kind: 'tool', name: 'glob', input: { pattern: '*' } }]] },
    })
    expect(withoutScript(prompt)).toBe('Please list the files.')
  })

  test('may hold a prompt that carries a script itself', () => {
    const inner = promptWithScript('Child', { text: 'hello' })
    const reading = readScript(promptWithScript('Parent', { tool: 'task', input: { prompt: inner } }))
    const action = reading.kind === 'script' ? reading.script.steps[0]?.[0] : undefined
    expect(action).toMatchObject({ kind: 'tool', input: { prompt: inner } })
  })

  test('is not there in an ordinary prompt', () => {
    expect(readScript('What does ```js\n1\n``` mean?')).toEqual({ kind: 'none' })
  })
})

describe('a mistake in a script is named with its place', () => {
  const reasonOf = (value: unknown): string => {
    const reading = parseScript(value)
    return reading.kind === 'invalid' ? reading.reason : 'valid'
  }

  test.each([
    [{ steps: [[{ text: 'a' }, { txt: 'b' }]] }, 'steps.0.1: an action needs one of: text, reasoning'],
    [{ steps: [[{ text: 'a', rate: 0 }]] }, 'steps.0.0.rate: '],
    [{ steps: [[{ fail: { status: 200 } }]] }, 'steps.0.0.fail.status: '],
    [{ steps: [[{ text: 'a', speed: 3 }]] }, 'speed'],
  ])('%j', (value, reason) => {
    expect(reasonOf(value)).toContain(reason)
  })

  test('JSON that is none', () => {
    expect(readScript('```millrace-script\n{steps\n```')).toMatchObject({
      kind: 'invalid',
      reason: expect.stringContaining('not JSON'),
    })
  })
})

test('one action, or a list of them, is short for steps', () => {
  const hello = { kind: 'text', text: 'hello', tokensPerSecond: 200 }
  const expected = { kind: 'script', script: { steps: [[hello]] } }
  expect(parseScript({ text: 'hello' })).toEqual(expected)
  expect(parseScript([{ text: 'hello' }])).toEqual(expected)
  expect(parseScript({ steps: [{ text: 'hello' }] })).toEqual(expected)
})
