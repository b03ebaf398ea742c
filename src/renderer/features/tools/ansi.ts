// Terminal output as styled runs: colours become class names of our tokens, never HTML.

import Anser from 'anser'

export interface AnsiRun {
  readonly text: string
  /** Class names of tools.css; empty for plain text. */
  readonly className: string
}

// Palette positions of a 256-colour or true-colour code have no token: they read as plain text.
const NAMED = /^ansi-(?:bright-)?(?:black|red|green|yellow|blue|magenta|cyan|white)$/

const DECORATIONS: Readonly<Record<string, string>> = {
  bold: 'font-semibold',
  dim: 'ansi-dim',
  italic: 'italic',
  underline: 'underline',
  strikethrough: 'line-through',
}

// Cursor movement, titles and links: what a terminal does with them has no place in a list of lines.
// oxlint-disable-next-line no-control-regex
const CONTROL = /\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[0-9;?]*[A-HJKSTfhlnsu]|\x1b[()][A-Z0-9]|\x1b[=>78]/g

/** A carriage return starts the line again, as progress bars do: only what was written last is kept. */
const lastWrite = (line: string): string => {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line
  return text.slice(text.lastIndexOf('\r') + 1)
}

/** Output as a terminal would leave it, colour codes kept. */
export const settle = (output: string): string =>
  output.includes('\r') || output.includes('\x1b')
    ? output.replace(CONTROL, '').split('\n').map(lastWrite).join('\n')
    : output

export function ansiRuns(output: string): readonly AnsiRun[] {
  if (!output.includes('\x1b')) return [{ text: output, className: '' }]
  const entries = Anser.ansiToJson(output, { json: true, use_classes: true, remove_empty: true })
  return entries.map((entry) => {
    const classes = entry.decorations.flatMap((name) => DECORATIONS[name] ?? [])
    if (entry.fg && NAMED.test(entry.fg)) classes.push(`${entry.fg}-fg`)
    if (entry.bg && NAMED.test(entry.bg)) classes.push(`${entry.bg}-bg`)
    return { text: entry.content, className: classes.join(' ') }
  })
}

export const plainOutput = (output: string): string => Anser.ansiToText(settle(output))

/** The last `limit` lines of an output and how many come before them. */
export function lastLines(output: string, limit: number): { readonly text: string; readonly hidden: number } {
  const trimmed = output.endsWith('\n') ? output.slice(0, -1) : output
  let at = trimmed.length
  for (let lines = 0; lines < limit; lines += 1) {
    at = trimmed.lastIndexOf('\n', at - 1)
    if (at <= 0) break
  }
  if (at <= 0) return { text: trimmed, hidden: 0 }
  let hidden = 1
  for (let i = trimmed.indexOf('\n'); i !== -1 && i < at; i = trimmed.indexOf('\n', i + 1)) hidden += 1
  return { text: trimmed.slice(at + 1), hidden }
}
