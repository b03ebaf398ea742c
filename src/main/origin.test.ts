import { expect, test } from 'vitest'
import { APP_ORIGIN, isOwnPage, pageSource } from './origin.ts'

const built = { origin: APP_ORIGIN, isDev: false }

test('a development server is used in development', () => {
  expect(pageSource(false, 'http://localhost:5173/')).toEqual({
    origin: 'http://localhost:5173',
    isDev: true,
  })
  expect(pageSource(false, undefined)).toEqual(built)
})

test('a packaged app shows its own page, whatever the environment says', () => {
  expect(pageSource(true, 'http://localhost:5173/')).toEqual(built)
})

test.each(['http://evil.example/', 'https://localhost/', 'file:///tmp/x.html', 'no address'])(
  '%s is no development server',
  (url) => expect(pageSource(false, url)).toEqual(built),
)

test('only pages of the own origin are trusted', () => {
  expect(isOwnPage(built, 'app://millrace/s/a/session/b')).toBe(true)
  for (const url of [
    'app://other/',
    'http://millrace/',
    'app://millrace.evil/',
    'about:blank',
    '',
    'data:text/html,x',
  ])
    expect(isOwnPage(built, url), url).toBe(false)
})
