import { describe, expect, it } from 'vitest'
import { ansiRuns, lastLines, plainOutput, settle } from './ansi.ts'

describe('terminal output', () => {
  it('becomes runs with token classes', () => {
    expect(ansiRuns('a \x1b[1;31mred\x1b[0m <b>')).toEqual([
      { text: 'a ', className: '' },
      { text: 'red', className: 'font-semibold ansi-red-fg' },
      { text: ' <b>', className: '' },
    ])
  })

  it('keeps only the last state of a progress line and no cursor codes', () => {
    expect(settle('10%\r50%\r100%\r\ndone\x1b[2K\x1b[?25h')).toBe('100%\ndone')
    expect(plainOutput('\x1b[32mok\x1b[0m')).toBe('ok')
  })

  it('shows its last lines and says how many came before', () => {
    expect(lastLines('a\nb\nc\n', 2)).toEqual({ text: 'b\nc', hidden: 1 })
    expect(lastLines('a\nb', 2)).toEqual({ text: 'a\nb', hidden: 0 })
    expect(lastLines('', 2)).toEqual({ text: '', hidden: 0 })
    expect(lastLines('\n\n\nx', 1)).toEqual({ text: 'x', hidden: 3 })
  })
})
