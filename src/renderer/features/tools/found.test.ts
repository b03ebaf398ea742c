import { describe, expect, it } from 'vitest'
import { parseMatches, taskResult } from './found.ts'

describe('what search tools print', () => {
  it('groups matching lines under their file', () => {
    const output = 'Found 2 matches\n/w/a.ts:\n  Line 1: export const a\n\n  Line 9: x: y:\n'
    expect(parseMatches(output)).toEqual([
      {
        path: '/w/a.ts',
        lines: [
          { line: 1, text: 'export const a' },
          { line: 9, text: 'x: y:' },
        ],
      },
    ])
    expect(parseMatches('No files found')).toBeNull()
  })

  it("takes a subagent's own words out of their wrapping", () => {
    expect(taskResult('<task id="x">\n<task_result>\nFour.\n</task_result>\n</task>')).toBe('Four.')
    expect(taskResult('plain')).toBe('plain')
  })
})
