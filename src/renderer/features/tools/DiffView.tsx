import { memo, useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { cx } from '../../ui/cx.ts'
import { strings } from './strings.ts'
import type { DiffFile, DiffHunk, DiffLine } from './unified-diff.ts'
import './tools.css'

/** More lines than a person reads in place; the rest comes when asked for. */
const SHOWN_LINES = 400

const signs = { same: ' ', add: '+', del: '−' } as const

const Line = ({ line }: { readonly line: DiffLine }) => (
  <div className={cx('diff-line', line.kind === 'add' && 'diff-add', line.kind === 'del' && 'diff-del')}>
    <span className="diff-number">{line.before ?? ''}</span>
    <span className="diff-number">{line.after ?? ''}</span>
    <span className="diff-sign">{signs[line.kind]}</span>
    <span className="diff-text">{line.text === '' ? '\n' : line.text}</span>
  </div>
)

function firstLines(hunks: readonly DiffHunk[], limit: number): readonly DiffHunk[] {
  const shown: DiffHunk[] = []
  let left = limit
  for (const hunk of hunks) {
    if (left <= 0) break
    shown.push({ ...hunk, lines: hunk.lines.slice(0, left) })
    left -= hunk.lines.length
  }
  return shown
}

/** A unified diff, long lines wrapped, nothing cut but its length. */
export const DiffView = memo(function DiffView({ file }: { readonly file: DiffFile }) {
  const [all, setAll] = useState(false)
  const total = file.hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0)
  const hunks = all ? file.hunks : firstLines(file.hunks, SHOWN_LINES)
  return (
    <div className="diff" role="group" aria-label={strings.diffOf(file.path)}>
      {hunks.map((hunk, index) => (
        <div key={index} className="diff-hunk">
          {hunk.lines.map((line, at) => (
            <Line key={at} line={line} />
          ))}
        </div>
      ))}
      {!all && total > SHOWN_LINES && (
        <Button variant="quiet" size="small" className="m-1" onClick={() => setAll(true)}>
          {strings.showMore(total - SHOWN_LINES)}
        </Button>
      )}
    </div>
  )
})
