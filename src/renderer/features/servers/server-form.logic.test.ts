import { describe, expect, it } from 'vitest'
import { checkUrl } from './server-form.logic.ts'

describe('a server’s address', () => {
  it('gets the scheme that fits where it is', () => {
    expect(checkUrl('localhost:4096')).toMatchObject({ ok: true, url: 'http://localhost:4096' })
    expect(checkUrl('code.example.org')).toMatchObject({ ok: true, url: 'https://code.example.org' })
  })

  it('loses what is not needed: spaces around it and the last slash', () => {
    expect(checkUrl(' http://127.0.0.1:4096/ ')).toMatchObject({ ok: true, url: 'http://127.0.0.1:4096' })
    expect(checkUrl('https://a.example/opencode/')).toMatchObject({ url: 'https://a.example/opencode' })
  })

  it('is refused with its reason', () => {
    const problem = (typed: string): unknown => {
      const checked = checkUrl(typed)
      return checked.ok ? null : checked.problem
    }
    expect(problem('')).toBe('empty')
    expect(problem('not a server')).toBe('not-an-address')
    expect(problem('ftp://a.example')).toBe('not-http')
    expect(problem('https://me:secret@a.example')).toBe('has-password')
  })

  it('warns where a password would travel unencrypted', () => {
    expect(checkUrl('http://10.0.0.5:4096')).toMatchObject({ plainRemote: true })
    expect(checkUrl('http://127.0.0.1:4096')).toMatchObject({ plainRemote: false })
  })
})
