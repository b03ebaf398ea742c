import { expect, test } from 'vitest'
import { contentSecurityPolicy, securityHeaders } from './policy.ts'

const directives = (policy: string): ReadonlyMap<string, string> =>
  new Map(
    policy.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ')
      return [name, sources.join(' ')]
    }),
  )

test('a desktop window reaches nothing, a browser window only its own origin', () => {
  expect(directives(contentSecurityPolicy("'none'")).get('connect-src')).toBe("'none'")
  expect(directives(contentSecurityPolicy("'self'")).get('connect-src')).toBe("'self'")
})

test('nothing runs or styles unless it is a file of the app', () => {
  const policy = directives(contentSecurityPolicy("'none'"))
  expect(policy.get('default-src')).toBe("'none'")
  expect(policy.get('script-src')).toBe("'self'")
  expect(policy.get('style-src')).toBe("'self'")
  expect(contentSecurityPolicy("'none'")).not.toMatch(/unsafe|\*/)
})

test('every answer forbids guessing its type and being framed', () => {
  expect(securityHeaders("'self'")).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  })
})
