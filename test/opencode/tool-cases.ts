/** One scripted turn for every tool, and for the ways a tool can end badly. */
import type { ScriptJson } from '../../src/worker/demo/script.ts'
import { promptWithScript } from '../../src/worker/demo/script.ts'

export interface ToolCase {
  readonly name: string
  readonly steps: readonly ScriptJson[]
  /** A model of the demo provider, where the tool is offered to some models only. */
  readonly model?: string
  /** What asks are answered with; `once` or the first option unless told otherwise. */
  readonly reply?: 'reject'
}

const call = (tool: string, input: object): ScriptJson => ({ tool, input })

const colours = [
  `printf '\\033[1mRunning 3 checks\\033[0m\\n'`,
  `for n in 1 2 3; do sleep 0.4; printf '\\033[32m✓\\033[0m check %s\\n' $n; done`,
].join('; ')

const patch = `*** Begin Patch
*** Update File: src/format.js
@@
-/** \`95\` minutes as \`1 h 35 min\`. */
+/** A duration as a person says it: \`95\` minutes as \`1 h 35 min\`. */
*** Add File: src/moon.js
+export const lunarDayMs = 89_424_000
*** End Patch`

const question = {
  questions: [
    {
      header: 'Units',
      question: 'Which units should the clock use?',
      options: [
        { label: 'Metres', description: 'As on most charts' },
        { label: 'Feet', description: 'As on US charts' },
      ],
    },
    {
      header: 'Extras',
      question: 'What else should it show?',
      multiple: true,
      options: [
        { label: 'Moon phase', description: 'Beside the tide' },
        { label: 'Sunrise', description: 'And sunset' },
        { label: 'Wind', description: 'Needs a service' },
      ],
    },
  ],
}

export const toolCases: readonly ToolCase[] = [
  { name: 'bash', steps: [call('bash', { command: colours })] },
  {
    name: 'bash-exit-code',
    steps: [call('bash', { command: 'echo nothing here >&2; exit 3', workdir: '{{cwd}}/src' })],
  },
  { name: 'bash-timeout', steps: [call('bash', { command: 'echo waiting; sleep 30', timeout: 700 })] },
  { name: 'bash-truncated', steps: [call('bash', { command: 'seq 1 12000' })] },
  { name: 'bash-rejected', steps: [call('bash', { command: 'rm -rf build' })], reply: 'reject' },
  { name: 'read', steps: [call('read', { filePath: '{{cwd}}/src/tide.js' })] },
  { name: 'read-part', steps: [call('read', { filePath: '{{cwd}}/README.md', offset: 3, limit: 5 })] },
  { name: 'read-directory', steps: [call('read', { filePath: '{{cwd}}' })] },
  { name: 'read-missing', steps: [call('read', { filePath: '{{cwd}}/src/moon-phase.js' })] },
  { name: 'read-outside', steps: [call('read', { filePath: '/etc/hostname' })], reply: 'reject' },
  { name: 'grep', steps: [call('grep', { pattern: 'export function', include: '*.js' })] },
  { name: 'grep-nothing', steps: [call('grep', { pattern: 'nowhere-to-be-found' })] },
  { name: 'glob', steps: [call('glob', { pattern: '**/*.js' })] },
  {
    name: 'edit',
    steps: [
      call('read', { filePath: '{{cwd}}/src/tide.js' }),
      call('edit', {
        filePath: '{{cwd}}/src/tide.js',
        oldString: 'export const tidePeriodMs = 44_712_000',
        newString: 'export const tidePeriodMs = 44_714_000',
      }),
    ],
  },
  {
    name: 'edit-no-match',
    steps: [call('edit', { filePath: '{{cwd}}/src/tide.js', oldString: 'not in this file', newString: 'x' })],
  },
  {
    name: 'write-new',
    steps: [call('write', { filePath: '{{cwd}}/NOTES.md', content: '# Notes\n\nSpring tides.\n' })],
  },
  {
    name: 'write-over',
    steps: [
      call('read', { filePath: '{{cwd}}/NOTES.md' }),
      call('write', { filePath: '{{cwd}}/NOTES.md', content: '# Notes\n\nNeap tides.\n' }),
    ],
  },
  { name: 'apply-patch', steps: [call('apply_patch', { patchText: patch })], model: 'gpt-5-scripted' },
  {
    name: 'todowrite',
    steps: [
      call('todowrite', {
        todos: [
          { content: 'Read the code', status: 'completed', priority: 'high' },
          { content: 'Change the period', status: 'in_progress', priority: 'medium' },
          { content: 'Run the tests', status: 'pending', priority: 'low' },
        ],
      }),
    ],
  },
  { name: 'question', steps: [call('question', question)] },
  { name: 'question-rejected', steps: [call('question', question)], reply: 'reject' },
  {
    name: 'task',
    steps: [
      call('task', {
        description: 'Count the tests',
        subagent_type: 'general',
        prompt: promptWithScript('Count the tests of this project.', [
          call('grep', { pattern: '^test\\(', include: '*.test.js' }),
          { text: 'There are **4 tests** in 2 files.' },
        ]),
      }),
    ],
  },
  { name: 'webfetch', steps: [call('webfetch', { url: '{{model}}/models', format: 'text' })] },
  { name: 'webfetch-rejected', steps: [call('webfetch', { url: '{{model}}/models' })], reply: 'reject' },
  { name: 'skill', steps: [call('skill', { name: 'release-notes' })] },
  { name: 'unknown-tool', steps: [call('teleport', { to: 'the moon' })] },
  { name: 'invalid-input', steps: [call('read', { offset: 'three' })] },
  {
    name: 'parallel',
    steps: [
      [call('glob', { pattern: 'test/*' }), call('read', { filePath: '{{cwd}}/package.json' })],
    ] as ScriptJson[],
  },
]
