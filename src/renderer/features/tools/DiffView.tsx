import { memo, useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { cx } from '../../ui/cx.ts'
import { strings } from './strings.ts'
import type { DiffFile, DiffLine } from './unified-diff.ts'
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

/** A unified diff, long lines wrapped, nothing cut but its length. */
export const DiffView = memo(function DiffView({ file }: { readonly file: DiffFile }) {
  const [all, setAll] = useState(false)
  const total = file.hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0)
  let left = all ? total : SHOWN_LINES
  return (
    <div className="diff" role="group" aria-label={strings.diffOf(file.path)}>
      {file.hunks.map((hunk, index) => {
        const lines = hunk.lines.slice(0, left)
        left -= lines.length
        if (lines.length === 0) return null
        return (
          <div key={index} className="diff-hunk">
            {lines.map((line, at) => (
              <Line key={at} line={line} />
            ))}
          </div>
        )
      })}
      {!all && total > SHOWN_LINES && (
        <Button variant="quiet" size="small" className="m-1" onClick={() => setAll(true)}>
          {strings.showMore(total - SHOWN_LINES)}
        </Button>
      )}
    </div>
  )
})
