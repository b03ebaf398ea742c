import { describe, expect, it } from 'vitest'
import { relativeTime } from './relative-time.ts'

const at = Date.UTC(2026, 5, 15, 12)
const ago = (ms: number): string => relativeTime(at, at - ms)

describe('how long ago', () => {
  it('says now for under a minute and for a clock ahead of ours', () => {
    expect(ago(59_999)).toBe('now')
    expect(ago(-90_000)).toBe('now')
  })

  it('counts whole minutes, hours, days and weeks', () => {
    expect(ago(60_000)).toBe('1m')
    expect(ago(59 * 60_000)).toBe('59m')
    expect(ago(60 * 60_000)).toBe('1h')
    expect(ago(25 * 3_600_000)).toBe('1d')
    expect(ago(8 * 86_400_000)).toBe('1w')
  })

  it('gives the date of what is long ago', () => {
    expect(ago(100 * 86_400_000)).toMatch(/Mar/)
  })
})
