import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useCallback, useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import { flushSync } from 'react-dom'
import type { SessionRef } from '#contract/ids'
import { useCommand } from '../../app/commands.ts'
import { store } from '../../store/store.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { openRow } from '../timeline/kept.ts'
import { findMatches, MAX_MATCHES, step, type Match } from './find.logic.ts'
import { clearMarks, isDrawn, markAll, showMatch } from './marks.ts'
import { searchableOf } from './sources.ts'
import { strings } from './strings.ts'

interface Props extends SessionRef {
  readonly scroller: RefObject<HTMLElement | null>
  /** Draws a turn that is out of view. */
  readonly reveal: (turn: string) => void
  /** What is drawn just now: other turns need marks of their own. */
  readonly drawn: object
}

interface Found {
  readonly query: string
  readonly matches: readonly Match[]
  readonly at: number
}

const nothing: Found = { query: '', matches: [], at: 0 }

const countText = ({ query, matches, at }: Found): string => {
  if (query === '') return ''
  if (matches.length === 0) return strings.none
  return matches.length < MAX_MATCHES
    ? strings.count(at + 1, matches.length)
    : strings.countMany(at + 1, MAX_MATCHES)
}

/** A bar over the timeline that finds text in everything the window has of the session. */
export function FindBar(props: Props) {
  const [open, setOpen] = useState(false)
  const before = useRef<Element | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const show = useCallback(() => {
    if (!input.current) before.current = document.activeElement
    setOpen(true)
    input.current?.select()
    input.current?.focus()
  }, [])
  useCommand('find', show)
  const close = () => {
    setOpen(false)
    if (before.current instanceof HTMLElement) before.current.focus()
  }
  return open ? <OpenBar {...props} input={input} onClose={close} /> : null
}

interface OpenProps extends Props {
  readonly input: RefObject<HTMLInputElement | null>
  readonly onClose: () => void
}

function OpenBar({ server, session, scroller, reveal, drawn, input, onClose }: OpenProps) {
  const [found, setFound] = useState(nothing)
  const [closed, setClosed] = useState(false)
  useEffect(() => {
    input.current?.focus()
    return clearMarks
  }, [input])
  useEffect(() => {
    if (scroller.current) markAll(scroller.current, found.query)
  }, [scroller, drawn, found.query])

  const go = (next: Found) => {
    setFound(next)
    const match = next.matches[next.at]
    setClosed(false)
    if (!match || !scroller.current) return clearMarks()
    reveal(match.turn)
    if (!isDrawn(scroller.current, next.query, match)) flushSync(() => match.rows.forEach(openRow))
    setClosed(showMatch(scroller.current, next.query, match) === 'closed')
  }
  const search = (query: string) => {
    const matches = findMatches(searchableOf(store.getState(), { server, session }), query)
    // The newest match first: that is where the reader usually is.
    go({ query, matches, at: Math.max(0, matches.length - 1) })
  }
  const move = (by: 1 | -1) => {
    const matches = findMatches(searchableOf(store.getState(), { server, session }), found.query)
    go({ query: found.query, matches, at: step(Math.min(found.at, matches.length), by, matches.length) })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') onClose()
    else if (event.key === 'Enter') move(event.shiftKey ? -1 : 1)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      role="search"
      onKeyDown={onKeyDown}
      className="absolute top-2 right-4 z-20 flex items-center gap-1 rounded bg-surface-1 py-1 pr-1 pl-2 shadow-float"
    >
      <input
        ref={input}
        type="text"
        value={found.query}
        aria-label={strings.find}
        placeholder={strings.find}
        onChange={(event) => search(event.target.value)}
        className="h-6 w-52 bg-transparent text-13 outline-none"
      />
      <span role="status" className="min-w-16 text-right text-12 text-text-3 tabular-nums">
        {countText(found)}
        {closed && ` · ${strings.inClosed}`}
      </span>
      <IconButton
        icon={ChevronUp}
        label={strings.previous}
        size="small"
        disabled={found.matches.length === 0}
        onClick={() => move(-1)}
      />
      <IconButton
        icon={ChevronDown}
        label={strings.next}
        size="small"
        disabled={found.matches.length === 0}
        onClick={() => move(1)}
      />
      <IconButton icon={X} label={strings.close} size="small" onClick={onClose} />
    </div>
  )
}
