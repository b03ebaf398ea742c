import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './project.ts'

const page = readFileSync(join(root, 'docs/transport.md'), 'utf8')

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  ms: 1,
  s: 1000,
  min: 60_000,
  KiB: 1024,
  MiB: 1024 ** 2,
}

const readBound = (text: string): number => {
  const [, digits = '', unit = ''] = /^([\d,]+) ?(\w*)$/.exec(text) ?? []
  return Number(digits.replaceAll(',', '')) * (UNITS[unit] ?? Number.NaN)
}

/** The product that a constant is written as. */
const constantIn = (path: string, name: string): number => {
  const source = readFileSync(join(root, 'src', path), 'utf8')
  const value = new RegExp(`const ${name} = ([\\d_* .]+)$`, 'm').exec(source)?.[1] ?? ''
  return value
    .replaceAll('_', '')
    .split('*')
    .reduce((product, factor) => product * Number.parseFloat(factor), 1)
}

const bounds = [...page.matchAll(/^\|[^|]*\| ([^|]+) \| `([A-Z_]+)` in `([^`]+)` \|/gm)]

describe('the page about the transport', () => {
  it('has bounds to compare', () => {
    expect(bounds.length).toBeGreaterThan(20)
  })

  it.each(bounds.map(([, bound = '', name = '', path = '']) => ({ bound, name, path })))(
    'says $bound where $path has $name',
    ({ bound, name, path }) => {
      expect(constantIn(path, name)).toBe(readBound(bound))
    },
  )

  it('names files that are there', () => {
    const named = [...page.matchAll(/`((?:src|test|e2e|scripts)\/[\w./-]+)`/g)].map(([, path = '']) => path)
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })
})
