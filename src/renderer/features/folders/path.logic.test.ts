import { describe, expect, it } from 'vitest'
import {
  baseName,
  chosenFolder,
  expandHome,
  isAbsolute,
  narrow,
  splitPath,
  withSeparator,
} from './path.logic.ts'

const entry = (name: string) => ({ name, path: `/home/me/${name}`, git: false })

describe('a typed path', () => {
  it('lists the folder before the last separator', () => {
    expect(splitPath('/home/me/co')).toEqual({ folder: '/home/me', start: 'co' })
    expect(splitPath('/home/me/')).toEqual({ folder: '/home/me', start: '' })
    expect(splitPath('/ho')).toEqual({ folder: '/', start: 'ho' })
    expect(splitPath('C:\\Us')).toEqual({ folder: 'C:\\', start: 'Us' })
    expect(splitPath('C:\\Users\\me')).toEqual({ folder: 'C:\\Users', start: 'me' })
    expect(splitPath('co')).toEqual({ folder: null, start: 'co' })
  })

  it('opens without its last separator, a root with it', () => {
    expect(chosenFolder(' /home/me/code/ ')).toBe('/home/me/code')
    expect(chosenFolder('/')).toBe('/')
    expect(chosenFolder('C:\\')).toBe('C:\\')
  })

  it('understands a tilde', () => {
    expect(expandHome('~', '/home/me')).toBe('/home/me/')
    expect(expandHome('~/code', '/home/me')).toBe('/home/me/code')
    expect(expandHome('~other', '/home/me')).toBe('~other')
  })

  it('grows by the separator of its machine', () => {
    expect(withSeparator('/home/me')).toBe('/home/me/')
    expect(withSeparator('C:\\Users')).toBe('C:\\Users\\')
    expect(withSeparator('/')).toBe('/')
  })

  it('is absolute or not', () => {
    expect(['/a', 'C:\\a', 'a/b', ''].map(isAbsolute)).toEqual([true, true, false, false])
  })

  it('has a name', () => {
    expect(baseName('/home/me/code')).toBe('code')
    expect(baseName('C:\\Users\\me')).toBe('me')
  })
})

describe('the folders offered while typing', () => {
  const entries = ['code', '.config', 'recode', 'Music'].map(entry)

  it('leave hidden ones out until a dot is typed', () => {
    expect(narrow(entries, '').map((each) => each.name)).toEqual(['code', 'recode', 'Music'])
    expect(narrow(entries, '.c').map((each) => each.name)).toEqual(['.config'])
  })

  it('begin with what begins alike', () => {
    expect(narrow(entries, 'CO').map((each) => each.name)).toEqual(['code', 'recode'])
  })
})
