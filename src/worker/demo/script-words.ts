/** The words a script is written in, where it is written in code. */
import type { Action } from './script.ts'

/** A pace that a person can follow with their eyes, and that still feels quick. */
const readingTokensPerSecond = 120

export const say = (text: string, tokensPerSecond = readingTokensPerSecond): Action => ({
  kind: 'text',
  text,
  tokensPerSecond,
})
export const think = (text: string): Action => ({
  kind: 'reasoning',
  text,
  tokensPerSecond: readingTokensPerSecond,
})
export const call = (name: string, input: Readonly<Record<string, unknown>>): Action => ({
  kind: 'tool',
  name,
  input,
})
export const pause = (delayMs: number): Action => ({ kind: 'delay', delayMs })
export const refuse = (status: number, message: string, retryAfterS: number, times: number): Action => ({
  kind: 'fail',
  status,
  message,
  retryAfterS,
  times,
})
