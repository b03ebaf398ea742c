// Decisions of the composer that need no screen: what a keypress means where the caret stands. Pure.

import type { CatalogAgent, CatalogCommand, PromptPart } from '#contract/model'

/** Where a list of suggestions belongs in the text: `start` is its sign's place, `end` the caret. */
export interface Trigger {
  readonly kind: 'mention' | 'command'
  readonly query: string
  readonly start: number
  readonly end: number
}

/**
 * `/` counts at the text's start only, `@` at the start of a word. Nothing is suggested in shell mode,
 * nor while something is selected.
 */
export const triggerAt = (text: string, selectionStart: number, selectionEnd: number): Trigger | null => {
  if (selectionStart !== selectionEnd || text.startsWith('!')) return null
  const before = text.slice(0, selectionStart)
  const word = /\S*$/.exec(before)?.[0] ?? ''
  const start = before.length - word.length
  if (word.startsWith('/') && start === 0)
    return { kind: 'command', query: word.slice(1), start, end: selectionStart }
  if (word.startsWith('@')) return { kind: 'mention', query: word.slice(1), start, end: selectionStart }
  return null
}

export interface Edit {
  readonly start: number
  readonly end: number
  readonly insert: string
}

/** Replaces the trigger's word (also what follows the caret in it) and ends after exactly one space. */
export const complete = (text: string, trigger: Trigger, replacement: string): Edit => {
  const rest = /^\S* ?/.exec(text.slice(trigger.end))?.[0] ?? ''
  return { start: trigger.start, end: trigger.end + rest.length, insert: `${replacement} ` }
}

export type Suggestion =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'agent'; readonly name: string; readonly description: string }
  | { readonly kind: 'command'; readonly command: CatalogCommand }

export const suggestionKey = (suggestion: Suggestion): string =>
  suggestion.kind === 'file'
    ? `file:${suggestion.path}`
    : suggestion.kind === 'agent'
      ? `agent:${suggestion.name}`
      : `command:${suggestion.command.name}`

/** Lower is better, null is no match: the beginning, then anywhere, then the letters in order. */
const rank = (name: string, query: string): number | null => {
  const [low, wanted] = [name.toLowerCase(), query.toLowerCase()]
  if (low.startsWith(wanted)) return 0
  if (low.includes(wanted)) return 1
  let from = 0
  for (const letter of wanted) {
    const at = low.indexOf(letter, from)
    if (at === -1) return null
    from = at + letter.length
  }
  return 2
}

/** Keeps the given order among equals. */
export const ranked = <T>(items: readonly T[], nameOf: (item: T) => string, query: string): readonly T[] =>
  items
    .flatMap((item) => {
      const score = rank(nameOf(item), query)
      return score === null ? [] : [{ item, score }]
    })
    .toSorted((a, b) => a.score - b.score)
    .map(({ item }) => item)

/** A longer list is not read: the next letter is faster. */
const MAX_SUGGESTIONS = 50

export const suggestCommands = (commands: readonly CatalogCommand[], query: string): readonly Suggestion[] =>
  ranked(commands, (command) => command.name, query)
    .slice(0, MAX_SUGGESTIONS)
    .map((command) => ({ kind: 'command', command }))

/** The server's search lists the folder itself too, as an empty path. */
const isBelow = (path: string): boolean => !/^\.?[\\/]*$/.test(path)

/** Agents by the beginning of their name only: among files, a name is rarely meant by its middle. */
export const suggestMentions = (
  agents: readonly CatalogAgent[],
  files: readonly string[],
  query: string,
): readonly Suggestion[] => {
  const begun = query.toLowerCase()
  const subagents = agents.filter(
    (agent) => agent.mode !== 'primary' && !agent.hidden && agent.name.toLowerCase().startsWith(begun),
  )
  return [
    ...subagents.map(({ name, description }): Suggestion => ({ kind: 'agent', name, description })),
    ...files.filter(isBelow).map((path): Suggestion => ({ kind: 'file', path })),
  ].slice(0, MAX_SUGGESTIONS)
}

/** What the text gets, and what travels with it. */
export const chosen = (
  suggestion: Suggestion,
  directory: string,
): { readonly insert: string; readonly part: PromptPart | null } => {
  switch (suggestion.kind) {
    case 'command':
      return { insert: `/${suggestion.command.name}`, part: null }
    case 'agent':
      return { insert: `@${suggestion.name}`, part: { type: 'agent', name: suggestion.name } }
    case 'file':
      return {
        insert: `@${suggestion.path}`,
        part: {
          type: 'file',
          mime: 'text/plain',
          filename: suggestion.path,
          url: fileUrl(directory, suggestion.path),
        },
      }
  }
}

/** file: URL of a path below `directory`; both as the server's machine writes them (POSIX or Windows). */
export const fileUrl = (directory: string, path: string): string => {
  const isWindows = /^[a-z]:[\\/]/i.test(directory)
  const whole = `${directory.replace(/[\\/]+$/, '')}/${path}`
  const slashed = isWindows ? `/${whole.replaceAll('\\', '/')}` : whole
  return `file://${slashed
    .split('/')
    .map((segment) => (/^[a-z]:$/i.test(segment) ? segment : encodeURIComponent(segment)))
    .join('/')}`
}

/** Looking back through what was sent: `at` counts from the newest, `typed` is what stood there before. */
export interface Browsing {
  readonly at: number
  readonly shown: string
  readonly typed: string
}

export interface Step {
  readonly browsing: Browsing | null
  readonly text: string
}

/** Text changed by hand ends the look back: it is now what the person types. */
const stillBrowsing = (browsing: Browsing | null, text: string): Browsing | null =>
  browsing?.shown === text ? browsing : null

/** ↑ at the text's start, or at its end while an entry stands there untouched. Null: an ordinary ↑. */
export const olderPrompt = (
  entries: readonly string[],
  browsing: Browsing | null,
  text: string,
  caret: number,
): Step | null => {
  const current = stillBrowsing(browsing, text)
  if (caret !== 0 && !(current !== null && caret === text.length)) return null
  const at = (current?.at ?? -1) + 1
  const shown = entries[at]
  if (shown === undefined) return null
  return { browsing: { at, shown, typed: current?.typed ?? text }, text: shown }
}

/** ↓ at the text's end (or its start) while looking back; below the newest stands what was typed. */
export const newerPrompt = (
  entries: readonly string[],
  browsing: Browsing | null,
  text: string,
  caret: number,
): Step | null => {
  const current = stillBrowsing(browsing, text)
  if (current === null || (caret !== text.length && caret !== 0)) return null
  const at = current.at - 1
  const shown = entries[at]
  if (shown === undefined) return { browsing: null, text: current.typed }
  return { browsing: { at, shown, typed: current.typed }, text: shown }
}

export interface KeyPress {
  readonly key: string
  readonly shiftKey: boolean
  readonly altKey: boolean
  readonly isComposing: boolean
  readonly keyCode: number
}

/** Safari and some input methods end a composition with a plain Enter of this code. */
const COMPOSING_KEY_CODE = 229

export const isComposingKey = (press: Pick<KeyPress, 'isComposing' | 'keyCode'>): boolean =>
  press.isComposing || press.keyCode === COMPOSING_KEY_CODE

export const isSendKey = (press: KeyPress): boolean =>
  press.key === 'Enter' && !press.shiftKey && !press.altKey && !isComposingKey(press)
