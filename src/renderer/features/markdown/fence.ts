// Fenced code, read off a block's source without a parser: it is drawn the same while it grows and after.

import { openFence } from './split.ts'

export interface Fence {
  readonly language: string
  readonly code: string
}

const OPENING = /^\s*(?:`{3}|~{3})/
const CLOSING = /\n? {0,3}(`{3,}|~{3,})[ \t]*\s*$/

/** The code of a block that is one fenced code block, its end there or not yet; else null. */
export function fenceOf(source: string): Fence | null {
  if (!OPENING.test(source)) return null
  const open = openFence(source)
  if (open) return { language: open.language, code: open.code }
  const closing = CLOSING.exec(source)
  const fence = closing?.[1]
  if (!closing || !fence) return null
  const opened = openFence(`${source.slice(0, closing.index)}\n`)
  const marks = /^\s*(`{3,}|~{3,})/.exec(source)?.[1]
  if (!opened || !marks || marks[0] !== fence[0] || fence.length < marks.length) return null
  return { language: opened.language, code: opened.code.replace(/\n$/, '') }
}
