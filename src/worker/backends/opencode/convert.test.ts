import { expect, test } from 'vitest'
import { toError } from './convert.ts'

test('of a failure that comes with a stack, the sentence is kept', () => {
  const message = 'NotFound: /gone\n    at hw (/$bunfs/root/chunk.js:71:4288)\n    at async run (native:7:39)'
  expect(toError({ name: 'UnknownError', data: { message } }).message).toBe('NotFound: /gone')
  expect(toError({ name: 'APIError', data: { message: 'Look\nat this' } }).message).toBe('Look\nat this')
})
