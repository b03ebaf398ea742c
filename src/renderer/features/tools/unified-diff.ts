// Reads unified diffs as servers send them (with or without git's own header lines). Lines it doesn't
// know are skipped, never fatal.

export interface DiffLine {
  readonly kind: 'same' | 'add' | 'del'
  readonly text: string
  readonly before: number | null
  readonly after: number | null
}

export interface DiffHunk {
  /** What git prints after the second `@@`, often the enclosing function. */
  readonly context: string
  readonly lines: readonly DiffLine[]
}

export interface DiffFile {
  readonly path: string
  readonly hunks: readonly DiffHunk[]
  readonly additions: number
  readonly deletions: number
}

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/

interface Growing {
  path: string
  hunks: { context: string; lines: DiffLine[] }[]
  additions: number
  deletions: number
}

const stripPrefix = (path: string): string => path.replace(/\t.*$/, '').replace(/^[ab]\//, '')

/** Every file of a patch, in order. A text without a hunk gives an empty list. */
export function parseUnifiedDiff(patch: string): readonly DiffFile[] {
  const files: Growing[] = []
  let file: Growing | null = null
  let named = ''
  let before = 0
  let after = 0
  let leftBefore = 0
  let leftAfter = 0
  for (const line of patch.split('\n')) {
    const hunk = file?.hunks.at(-1)
    if (file && hunk && (leftBefore > 0 || leftAfter > 0)) {
      const text = line.slice(1).replace(/\r$/, '')
      if (line.startsWith('+')) {
        hunk.lines.push({ kind: 'add', text, before: null, after })
        file.additions += 1
        after += 1
        leftAfter -= 1
      } else if (line.startsWith('-')) {
        hunk.lines.push({ kind: 'del', text, before, after: null })
        file.deletions += 1
        before += 1
        leftBefore -= 1
      } else if (line.startsWith(' ') || line === '' || line === '\r') {
        hunk.lines.push({ kind: 'same', text, before, after })
        before += 1
        after += 1
        leftBefore -= 1
        leftAfter -= 1
      }
      continue
    }
    const head = HUNK.exec(line)
    if (head) {
      if (!file) files.push((file = { path: named, hunks: [], additions: 0, deletions: 0 }))
      before = Number(head[1])
      after = Number(head[3])
      leftBefore = head[2] === undefined ? 1 : Number(head[2])
      leftAfter = head[4] === undefined ? 1 : Number(head[4])
      file.hunks.push({ context: head[5] ?? '', lines: [] })
    } else if (line.startsWith('--- ')) {
      file = null
      named = stripPrefix(line.slice(4))
    } else if (line.startsWith('+++ ') && line !== '+++ /dev/null') {
      named = stripPrefix(line.slice(4))
    }
  }
  return files
}

/** The diff of a file that is written whole. */
export function diffOfNewFile(path: string, content: string): DiffFile {
  const texts = content.replace(/\n$/, '').split('\n')
  const lines = texts.map((text, index): DiffLine => ({ kind: 'add', text, before: null, after: index + 1 }))
  return { path, hunks: [{ context: '', lines }], additions: lines.length, deletions: 0 }
}
