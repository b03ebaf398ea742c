// What search tools print, as lists. Text in a shape not known here stays text.

export interface FoundLine {
  readonly line: number
  readonly text: string
}

export interface FoundFile {
  readonly path: string
  readonly lines: readonly FoundLine[]
}

/** grep's `path:` and `  Line n: text`; null when the output has another shape. */
export function parseMatches(output: string): readonly FoundFile[] | null {
  const files: { path: string; lines: FoundLine[] }[] = []
  for (const line of output.split('\n')) {
    const match = /^ {2}Line (\d+): (.*)$/.exec(line)
    const head = /^(\S.*):$/.exec(line)
    if (match) files.at(-1)?.lines.push({ line: Number(match[1]), text: match[2] ?? '' })
    else if (head) files.push({ path: head[1] ?? '', lines: [] })
  }
  return files.some((file) => file.lines.length > 0) ? files : null
}

/** The part of a task's output that the subagent wrote. */
export const taskResult = (output: string): string =>
  /<task_result>\n?([\s\S]*?)\n?<\/task_result>/.exec(output)?.[1] ?? output
