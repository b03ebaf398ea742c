import { useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { Button } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { useHeldWhileSelected } from '../markdown/hold.ts'
import { ansiRuns, lastLines, plainOutput, settle } from './ansi.ts'
import { strings } from './strings.ts'
import './tools.css'

/** What a person looks back over without asking; also what keeps a fast shell cheap to draw. */
const SHOWN_LINES = 200

/** Within this distance of its end, output counts as followed (pixels). */
const FOLLOW_WITHIN = 8

export interface OutputProps {
  readonly text: string
  /** More may come: the end stays in view. */
  readonly growing: boolean
  /** Above the output and scrolling with it. */
  readonly head?: ReactNode
}

/** Text as a terminal would leave it, its last lines first. */
export function Output({ text, growing, head }: OutputProps) {
  const [all, setAll] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const followed = useRef(true)
  const drawn = useHeldWhileSelected(box, text, growing)
  const shown = lastLines(settle(drawn), all ? Number.POSITIVE_INFINITY : SHOWN_LINES)
  useLayoutEffect(() => {
    if (growing && followed.current && box.current) box.current.scrollTop = box.current.scrollHeight
  }, [shown.text, growing])
  const note = () => {
    const at = box.current
    if (at) followed.current = at.scrollHeight - at.scrollTop - at.clientHeight < FOLLOW_WITHIN
  }
  return (
    <div className="group/output relative">
      {/* A region that scrolls must be reachable by keyboard. */}
      <div ref={box} onScroll={note} tabIndex={0} role="group" aria-label={strings.output} className="output">
        {head}
        {shown.hidden > 0 && (
          <Button variant="quiet" size="small" onClick={() => setAll(true)}>
            {strings.showAll(shown.hidden)}
          </Button>
        )}
        {shown.text === '' ? (
          <p className="font-sans text-12 text-text-3">{growing ? strings.noOutputYet : strings.noOutput}</p>
        ) : (
          <pre>
            {ansiRuns(shown.text).map((run, index) =>
              run.className === '' ? (
                run.text
              ) : (
                <span key={index} className={run.className}>
                  {run.text}
                </span>
              ),
            )}
          </pre>
        )}
      </div>
      {text !== '' && (
        <div className="absolute top-1 right-1 rounded bg-surface-1 opacity-0 group-hover/output:opacity-100 focus-within:opacity-100">
          <CopyButton text={() => plainOutput(text)} label={strings.copyOutput} />
        </div>
      )}
    </div>
  )
}
