import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { messageID, partID, sessionID } from '#contract/ids'
import type { JsonObject, Part, ToolPart, ToolState } from '#contract/model'
import { countExplored, foldExplored } from './explored.ts'
import { describeTool, diffsOf, opensByItself, relativePath } from './tools.logic.ts'

interface Recorded {
  readonly type: string
  readonly tool: string
  readonly callID: string
  readonly state: {
    status: ToolState['status']
    input: JsonObject
    title?: string
    metadata?: JsonObject
    error?: string
  }
}

const SAMPLES = JSON.parse(
  readFileSync(new URL('../../../../test/opencode/tool-samples.json', import.meta.url), 'utf8'),
) as Record<string, readonly Recorded[]>

const FOLDER = '/home/mara/tide-clock'

function toPart({ tool, callID, state }: Recorded): ToolPart {
  const { input, title = '', metadata = {}, error = '' } = state
  const times = { start: 1, end: 2 }
  const mapped: Record<ToolState['status'], ToolState> = {
    pending: { status: 'pending', input },
    running: { status: 'running', input, title, metadata, start: 1 },
    completed: { status: 'completed', input, title, metadata, attachments: [], ...times },
    error: { status: 'error', input, error, metadata, ...times },
  }
  const ids = { id: partID(callID), message: messageID('m'), session: sessionID('s') }
  return { ...ids, type: 'tool', call: callID, tool, state: mapped[state.status] }
}

const states = (name: string): ToolPart[] =>
  (SAMPLES[name] ?? []).filter((entry) => entry.type === 'tool').map(toPart)
const last = (name: string): ToolPart => {
  const part = states(name).at(-1)
  if (!part) throw new Error(`no sample ${name}`)
  return part
}
const words = (name: string): string => {
  const line = describeTool(last(name), FOLDER)
  const changes = line.changes ? ` +${line.changes.additions} −${line.changes.deletions}` : ''
  return `${line.verb} ${line.object}${changes}${line.brief ? ` · ${line.brief}` : ''}`
}

describe('a tool row says', () => {
  it.each([
    ['bash-exit-code', 'Shell echo nothing here >&2; exit 3 · exit 3'],
    ['bash-timeout', 'Shell echo waiting; sleep 30 · ended by its time limit'],
    ['bash-rejected', 'Shell rm -rf build · rejected'],
    ['read', 'Read src/tide.js · 15 lines'],
    ['read-part', 'Read README.md · lines 3–7'],
    ['read-directory', 'Read . · 6 entries'],
    ['read-missing', 'Read src/moon-phase.js · failed'],
    ['grep', 'Search export function · 3 matches'],
    ['grep-nothing', 'Search nowhere-to-be-found · no matches'],
    ['edit', 'Edit src/tide.js +1 −1'],
    ['edit-no-match', 'Edit src/tide.js · failed'],
    ['write-new', 'Write NOTES.md +3 −0 · new file'],
    ['write-over', 'Write NOTES.md'],
    ['apply-patch', 'Patch 2 files +2 −1'],
    ['todowrite', 'Plan Change the period · 1 of 3 done'],
    ['question', 'Asked 2 questions · Metres, Moon phase, Sunrise'],
    ['question-rejected', 'Asked 2 questions · rejected'],
    ['task', 'Agent Count the tests · general'],
    ['webfetch', 'Fetch http://127.0.0.1:4000/v1/models'],
    ['skill', 'Skill release-notes'],
    ['unknown-tool', 'Unavailable tool teleport · failed'],
  ])('%s: %s', (name, expected) => expect(words(name)).toBe(expected))

  it('something in every state of every recorded call', () => {
    for (const name of Object.keys(SAMPLES)) {
      for (const part of states(name)) expect(describeTool(part, FOLDER).verb).not.toBe('')
    }
  })

  it('the name and first input of a tool it has never heard of', () => {
    const part = toPart({
      type: 'tool',
      tool: 'github_issue',
      callID: 'c',
      state: { status: 'pending', input: { q: 'x' } },
    })
    expect(describeTool(part, FOLDER)).toMatchObject({ kind: 'other', verb: 'github_issue', object: 'x' })
  })
})

describe('a change', () => {
  it('of a few lines is open from the start, and an error too; a rejection is not', () => {
    expect(
      ['edit', 'write-new', 'edit-no-match', 'bash-rejected', 'bash'].map((name) =>
        opensByItself(last(name)),
      ),
    ).toEqual([true, true, true, false, false])
  })

  it('of several files gives a diff for each', () => {
    expect(diffsOf(last('apply-patch')).map((file) => relativePath(file.path, FOLDER))).toEqual([
      'src/format.js',
      'src/moon.js',
    ])
  })
})

describe('a path', () => {
  it('is shown from the session folder, and whole outside it', () => {
    expect(relativePath('/w/a/b.ts', '/w/a')).toBe('b.ts')
    expect(relativePath('/w/ab/c.ts', '/w/a')).toBe('/w/ab/c.ts')
    expect(relativePath('C:\\w\\b.ts', 'C:\\w')).toBe('b.ts')
    expect(relativePath('/etc/x', '/')).toBe('/etc/x')
  })
})

describe('consecutive finished reads and searches', () => {
  const kinds = (parts: readonly Part[]) =>
    foldExplored(parts).map((item) => (item.type === 'part' ? item.part.type : item.parts.length))

  it('fold into one item; a single one, a failed one or a shell stays a row', () => {
    const parts = [last('read'), last('grep'), last('glob'), last('bash'), last('read'), last('read-missing')]
    expect(kinds(parts)).toEqual([3, 'tool', 'tool', 'tool'])
  })

  it('are counted by what they did', () => {
    expect(countExplored([last('read'), last('grep'), last('glob')])).toEqual({
      reads: 1,
      searches: 2,
      lists: 0,
    })
  })
})
