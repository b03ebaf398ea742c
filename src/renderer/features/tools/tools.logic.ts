// What a tool call's row says, decided from its state alone.

import type { JsonObject, ToolPart, ToolState } from '#contract/model'
import { isObject, list, number, object, text } from './json.ts'
import { strings } from './strings.ts'
import { diffOfNewFile, parseUnifiedDiff, type DiffFile } from './unified-diff.ts'

export type ToolKind =
  | 'shell'
  | 'edit'
  | 'write'
  | 'patch'
  | 'read'
  | 'search'
  | 'find'
  | 'list'
  | 'todos'
  | 'task'
  | 'web'
  | 'question'
  | 'skill'
  | 'unavailable'
  | 'other'

export interface ToolLine {
  readonly kind: ToolKind
  readonly verb: string
  /** What it acts on; empty while the input is still being prepared. */
  readonly object: string
  /** True: `object` is code, a path or a pattern. */
  readonly mono: boolean
  /** The result in brief, or null while there is none. */
  readonly brief: string | null
  readonly tone: 'plain' | 'warn' | 'danger'
  readonly changes: { readonly additions: number; readonly deletions: number } | null
}

const KINDS: Readonly<Record<string, ToolKind>> = {
  bash: 'shell',
  shell: 'shell',
  edit: 'edit',
  multiedit: 'edit',
  write: 'write',
  apply_patch: 'patch',
  patch: 'patch',
  read: 'read',
  grep: 'search',
  codesearch: 'search',
  glob: 'find',
  list: 'list',
  ls: 'list',
  todowrite: 'todos',
  todoread: 'todos',
  task: 'task',
  subagent: 'task',
  webfetch: 'web',
  websearch: 'web',
  question: 'question',
  skill: 'skill',
  invalid: 'unavailable',
}

export const kindOf = (tool: string): ToolKind => KINDS[tool] ?? 'other'

export const metadataOf = (state: ToolState): JsonObject => (state.status === 'pending' ? {} : state.metadata)

/** A path as seen from the session's folder; other paths stay whole. */
export function relativePath(path: string, directory: string): string {
  const root = directory.replace(/[/\\]+$/, '')
  if (path === root) return '.'
  const inside = path.startsWith(root) && /^[/\\]/.test(path.slice(root.length))
  return root !== '' && inside ? path.slice(root.length + 1) : path
}

/** Every file that an edit, write or patch changed, or is about to. */
export function diffsOf(part: ToolPart): readonly DiffFile[] {
  const kind = kindOf(part.tool)
  const metadata = metadataOf(part.state)
  if (kind !== 'edit' && kind !== 'write' && kind !== 'patch') return []
  const perFile = list(metadata, 'files').flatMap((file) =>
    isObject(file) ? parseUnifiedDiff(text(file, 'patch') ?? '') : [],
  )
  if (perFile.length > 0) return perFile
  const whole = text(metadata, 'diff') ?? text(object(metadata, 'filediff'), 'patch')
  if (whole) return parseUnifiedDiff(whole)
  const { input } = part.state
  const path = text(input, 'filePath') ?? ''
  if (kind === 'write' && metadata['exists'] !== true) {
    const content = text(input, 'content')
    return content === null ? [] : [diffOfNewFile(path, content)]
  }
  return []
}

/** Rejected by a person or a rule, as opposed to tried and failed. */
const wasRejected = (error: string): boolean =>
  /rejected permission|dismissed this question|prevents you from using/i.test(error)

type Draft = Pick<ToolLine, 'object'> & Partial<ToolLine>

const ofTodos = (part: ToolPart): Draft => {
  const todos = list(part.state.input, 'todos').filter(isObject)
  const current = todos.find((todo) => todo['status'] === 'in_progress')
  const done = todos.filter((todo) => todo['status'] === 'completed').length
  const label = current ? text(current, 'content') : null
  return { object: label ?? '', brief: todos.length > 0 ? strings.done(done, todos.length) : null }
}

const ofQuestion = (part: ToolPart): Draft => {
  const questions = list(part.state.input, 'questions').filter(isObject)
  const [first] = questions
  const answers = list(metadataOf(part.state), 'answers').flatMap((answer) =>
    Array.isArray(answer) ? answer.filter((label): label is string => typeof label === 'string') : [],
  )
  const one = questions.length === 1 && first ? text(first, 'question') : null
  const many = questions.length === 0 ? '' : strings.questions(questions.length)
  return { object: one ?? many, brief: answers.length > 0 ? strings.answers(answers) : null }
}

const ofRead = (part: ToolPart, path: string): Draft => {
  const shown = object(metadataOf(part.state), 'display')
  const from = number(shown, 'lineStart')
  const to = number(shown, 'lineEnd')
  const all = number(shown, 'totalLines')
  const entries = number(shown, 'totalEntries')
  const part_ = from !== null && to !== null && all !== null && to - from + 1 < all
  const brief =
    entries !== null
      ? strings.entries(entries)
      : part_
        ? strings.lineRange(from, to)
        : all !== null
          ? strings.lines(all)
          : null
  return { object: path, mono: true, brief }
}

const ofShell = (part: ToolPart): Draft => {
  const { state } = part
  const metadata = metadataOf(state)
  const exit = metadata['exit']
  const command = text(state.input, 'command') ?? ''
  if (state.status !== 'completed') return { object: command, mono: true }
  if (exit === null) return { object: command, mono: true, brief: strings.timedOut, tone: 'warn' }
  if (typeof exit === 'number' && exit !== 0) {
    return { object: command, mono: true, brief: strings.exit(exit), tone: 'warn' }
  }
  return { object: command, mono: true }
}

const ofChange = (part: ToolPart, path: string): Draft => {
  const diffs = diffsOf(part)
  const additions = diffs.reduce((sum, file) => sum + file.additions, 0)
  const deletions = diffs.reduce((sum, file) => sum + file.deletions, 0)
  const many = diffs.length > 1 ? strings.files(diffs.length) : null
  const made = kindOf(part.tool) === 'write' && metadataOf(part.state)['exists'] === false
  return {
    object: path,
    mono: many === null,
    brief: made ? strings.newFile : null,
    changes: diffs.length > 0 ? { additions, deletions } : null,
  }
}

const ofUnknown = (part: ToolPart): Draft => {
  const { state } = part
  const title = state.status === 'completed' || state.status === 'running' ? state.title : null
  const first = Object.values(state.input).find((value) => typeof value === 'string' && value !== '')
  return { object: title || (typeof first === 'string' ? first : '') }
}

function draftOf(part: ToolPart, kind: ToolKind, directory: string): Draft {
  const { input } = part.state
  const metadata = metadataOf(part.state)
  const at = text(input, 'filePath') ?? text(input, 'path')
  const path = at === null ? '' : relativePath(at, directory)
  const inside = path !== '' && path !== '.' ? ` ${strings.within(path)}` : ''
  const truncated = metadata['truncated'] === true ? '+' : ''
  switch (kind) {
    case 'shell':
      return ofShell(part)
    case 'edit':
    case 'write':
      return ofChange(part, path)
    case 'patch': {
      const diffs = diffsOf(part)
      const [only] = diffs
      const name = diffs.length === 1 && only ? relativePath(only.path, directory) : ''
      return ofChange(part, diffs.length > 1 ? strings.files(diffs.length) : name)
    }
    case 'read':
      return ofRead(part, path)
    case 'search': {
      const matches = number(metadata, 'matches')
      const brief = matches === null ? null : strings.matches(matches) + truncated
      return { object: (text(input, 'pattern') ?? text(input, 'query') ?? '') + inside, mono: true, brief }
    }
    case 'find': {
      const found = number(metadata, 'count')
      const brief = found === null ? null : strings.files(found) + truncated
      return { object: (text(input, 'pattern') ?? '') + inside, mono: true, brief }
    }
    case 'list': {
      const found = number(metadata, 'count')
      return { object: path || '.', mono: true, brief: found === null ? null : strings.entries(found) }
    }
    case 'todos':
      return ofTodos(part)
    case 'task':
      return { object: text(input, 'description') ?? '', brief: text(input, 'subagent_type') }
    case 'web':
      return { object: text(input, 'url') ?? text(input, 'query') ?? '', mono: true }
    case 'question':
      return ofQuestion(part)
    case 'skill':
      return { object: text(input, 'name') ?? '' }
    case 'unavailable':
      return { object: text(input, 'tool') ?? '', mono: true, brief: strings.failed, tone: 'danger' }
    case 'other':
      return ofUnknown(part)
  }
}

/** @param directory the session's folder, from which paths are shown. */
export function describeTool(part: ToolPart, directory: string): ToolLine {
  const kind = kindOf(part.tool)
  const draft = draftOf(part, kind, directory)
  const verb = kind === 'other' ? part.tool : strings.verb[kind]
  const line: ToolLine = { kind, verb, mono: false, brief: null, tone: 'plain', changes: null, ...draft }
  if (part.state.status !== 'error') return line
  return wasRejected(part.state.error)
    ? { ...line, brief: strings.rejected, tone: 'warn', changes: null }
    : { ...line, brief: strings.failed, tone: 'danger', changes: null }
}

/** An edit this small shows its diff without being asked (changed lines). */
export const SMALL_DIFF_LINES = 12

/** Whether the row is open before anybody touched it. */
export function opensByItself(part: ToolPart): boolean {
  if (part.state.status === 'error') return !wasRejected(part.state.error)
  if (part.state.status === 'pending') return false
  const diffs = diffsOf(part)
  const changed = diffs.reduce((sum, file) => sum + file.additions + file.deletions, 0)
  return diffs.length > 0 && changed <= SMALL_DIFF_LINES
}
