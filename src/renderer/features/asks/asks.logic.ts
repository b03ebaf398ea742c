// What an ask shows and which keys answer it, decided without a screen.

import type { JsonObject, PermissionAsk, QuestionAsk } from '#contract/model'
import { isObject, list, text } from '../tools/json.ts'
import { parseUnifiedDiff, type DiffFile } from '../tools/unified-diff.ts'
import { strings } from './strings.ts'

export interface PermissionView {
  readonly title: string
  /** What would run or be reached, whole. */
  readonly code: string | null
  readonly workdir: string | null
  readonly diffs: readonly DiffFile[]
  /** Patterns that say more than `code` and the diffs do. */
  readonly patterns: readonly string[]
  /** Anything else the server sent, for permissions not known here. */
  readonly details: JsonObject | null
}

function titleOf(permission: string, files: number): string {
  switch (permission) {
    case 'bash':
      return strings.title.run
    case 'edit':
    case 'write':
    case 'apply_patch':
      return strings.title.change(files)
    case 'external_directory':
      return strings.title.outside
    case 'webfetch':
      return strings.title.web
    case 'read':
      return strings.title.read
    case 'task':
      return strings.title.task
    case 'doom_loop':
      return strings.title.loop
    default:
      return strings.title.other(permission)
  }
}

/** @param input the input of the tool call that asks, if it is known: it says where a command runs. */
export function viewPermission(ask: PermissionAsk, input: JsonObject | null): PermissionView {
  const { metadata, permission } = ask
  const files = list(metadata, 'files').filter(isObject)
  const perFile = files.flatMap((file) => parseUnifiedDiff(text(file, 'patch') ?? ''))
  const diffs = perFile.length > 0 ? perFile : parseUnifiedDiff(text(metadata, 'diff') ?? '')
  // The patterns of a command leave out redirections: only the whole command says what would run.
  const command =
    text(metadata, 'command') ?? (permission === 'bash' && input ? text(input, 'command') : null)
  const path = text(metadata, 'filepath') ?? text(metadata, 'filePath')
  const code = command ?? text(metadata, 'url') ?? (diffs.length > 0 ? null : path)
  const known = code !== null || diffs.length > 0
  const patterns = command !== null || diffs.length > 0 ? [] : ask.patterns.filter((entry) => entry !== code)
  return {
    title: titleOf(permission, Math.max(diffs.length, 1)),
    code,
    workdir: command !== null && input ? text(input, 'workdir') : null,
    diffs,
    patterns,
    details: known || Object.keys(metadata).length === 0 ? null : metadata,
  }
}

/** An ask in one line, as it is read out. */
export function summarize(ask: PermissionAsk | QuestionAsk): { title: string; what: string } {
  if (ask.kind === 'question') {
    const [first] = ask.questions
    return { title: strings.question(ask.questions.length), what: first?.question ?? '' }
  }
  const view = viewPermission(ask, null)
  return { title: view.title, what: view.code ?? view.diffs[0]?.path ?? ask.patterns.join(', ') }
}

/** Keys typed for something else must not answer an ask that has just appeared under them. */
export const KEY_GUARD_MS = 400

export type AskKey =
  { readonly type: 'once' | 'always' | 'reject' } | { readonly type: 'option'; readonly index: number }

/** What a plain key press inside an ask means; `ageMs` is how long the ask has been on the screen. */
export function askKey(kind: 'permission' | 'question', key: string, ageMs: number): AskKey | null {
  if (ageMs < KEY_GUARD_MS) return null
  const letter = key.toLowerCase()
  if (kind === 'question') {
    return /^[1-9]$/.test(key) ? { type: 'option', index: Number(key) - 1 } : null
  }
  if (letter === 'y') return { type: 'once' }
  if (letter === 'a') return { type: 'always' }
  return letter === 'n' ? { type: 'reject' } : null
}

/** What is chosen for one question so far. */
export interface AnswerDraft {
  readonly chosen: readonly string[]
  readonly own: string
}

export const emptyAnswer: AnswerDraft = { chosen: [], own: '' }

export function toggleOption(draft: AnswerDraft, label: string, multiple: boolean): AnswerDraft {
  const has = draft.chosen.includes(label)
  if (!multiple) return { chosen: has ? [] : [label], own: '' }
  return {
    ...draft,
    chosen: has ? draft.chosen.filter((other) => other !== label) : [...draft.chosen, label],
  }
}

export const writeOwn = (draft: AnswerDraft, own: string, multiple: boolean): AnswerDraft => ({
  chosen: multiple || own === '' ? draft.chosen : [],
  own,
})

/** Chosen labels in the order of the options, then the person's own words. */
export function answersOf(ask: QuestionAsk, drafts: readonly AnswerDraft[]): readonly (readonly string[])[] {
  return ask.questions.map((question, index) => {
    const draft = drafts[index] ?? emptyAnswer
    const labels = question.options
      .map((option) => option.label)
      .filter((label) => draft.chosen.includes(label))
    const own = draft.own.trim()
    return own === '' ? labels : [...labels, own]
  })
}

export const isComplete = (answers: readonly (readonly string[])[]): boolean =>
  answers.every((answer) => answer.length > 0)
