/** The sample project's files, commit by commit. Plain JavaScript: its tests run on any Node without an install. */

export interface SampleCommit {
  readonly subject: string
  readonly date: string
  readonly files: Readonly<Record<string, string>>
}

const packageJson = `{
  "name": "tide-clock",
  "version": "0.2.0",
  "description": "When is the next high water? A small tide clock without dependencies.",
  "type": "module",
  "main": "src/index.js",
  "scripts": { "test": "node --test", "check": "sh check.sh" },
  "license": "MIT"
}
`

const readme = `# tide-clock

When is the next high water? A small tide clock without dependencies.

\`\`\`js
import { nextHighWater } from 'tide-clock'

nextHighWater(new Date('2026-03-01T04:00:00Z'), new Date('2026-03-01T09:00:00Z'))
// 2026-03-01T16:25:12.000Z
\`\`\`

The moon passes over the same meridian every 24 h 50 min, so high water returns every 12 h 25 min on most coasts.
That is good enough for a walk on the beach, **not for navigation**.

## Test

    npm test
`

const tide = `/** Mean time between two high waters: half a lunar day. */
export const tidePeriodMs = 44_712_000

/** The first high water after \`now\`, counted from one that was observed. */
export function nextHighWater(observed, now) {
  const elapsed = now.getTime() - observed.getTime()
  const periods = Math.floor(elapsed / tidePeriodMs) + 1
  return new Date(observed.getTime() + periods * tidePeriodMs)
}

/** Where the water stands: 0 is low, 1 is high. */
export function level(observed, now) {
  const phase = ((now.getTime() - observed.getTime()) / tidePeriodMs) * 2 * Math.PI
  return (Math.cos(phase) + 1) / 2
}
`

const format = `/** \`95\` minutes as \`1 h 35 min\`. */
export function formatDuration(ms) {
  const minutes = Math.round(ms / 60_000)
  const hours = Math.floor(minutes / 60)
  return hours === 0 ? \`\${minutes} min\` : \`\${hours} h \${minutes % 60} min\`
}
`

const tideTest = `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { level, nextHighWater } from '../src/tide.js'

const observed = new Date('2026-03-01T04:00:00Z')

test('the next high water comes half a lunar day later', () => {
  const next = nextHighWater(observed, new Date('2026-03-01T09:00:00Z'))
  assert.equal(next.toISOString(), '2026-03-01T16:25:12.000Z')
})

test('the level is highest at high water', () => {
  assert.equal(level(observed, observed), 1)
})
`

const formatTest = `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatDuration } from '../src/format.js'

test('a short time has no hours', () => {
  assert.equal(formatDuration(35 * 60_000), '35 min')
})

test('a long time has both', () => {
  assert.equal(formatDuration(95 * 60_000), '1 h 35 min')
})
`

const cli = `import { formatDuration, level, nextHighWater } from './index.js'

const observed = new Date(process.argv[2] ?? '2026-03-01T04:00:00Z')
const now = new Date()
const bar = '█'.repeat(Math.round(level(observed, now) * 20)).padEnd(20, '░')

console.log(\`\${bar}  high water in \${formatDuration(nextHighWater(observed, now) - now)}\`)
`

const check = `#!/bin/sh
# Checks each part by itself, and says how it went.
bold=$(printf '\\033[1m') green=$(printf '\\033[32m') red=$(printf '\\033[31m') plain=$(printf '\\033[0m')
failed=0
for file in src/*.js test/*.js; do
  sleep 0.4
  if node --check "$file" && case $file in test/*) node "$file" >/dev/null ;; esac; then
    echo "$green✓$plain $file"
  else
    echo "$red✗$plain $file"
    failed=1
  fi
done
[ $failed = 0 ] && echo "$bold\${green}All checks passed.$plain" || exit 1
`

export const sampleCommits: readonly SampleCommit[] = [
  {
    subject: 'The next high water can be computed',
    date: '2026-03-01T09:12:00Z',
    files: {
      'package.json': packageJson,
      'README.md': readme,
      '.gitignore': 'node_modules/\n',
      'src/tide.js': tide,
      'src/index.js': "export * from './tide.js'\n",
    },
  },
  {
    subject: 'Tides are tested',
    date: '2026-03-02T18:40:00Z',
    files: { 'test/tide.test.js': tideTest },
  },
  {
    subject: 'Durations read like a person says them, and a command line shows the tide',
    date: '2026-03-07T11:05:00Z',
    files: {
      'src/format.js': format,
      'src/cli.js': cli,
      'check.sh': check,
      'src/index.js': "export * from './format.js'\nexport * from './tide.js'\n",
      'test/format.test.js': formatTest,
    },
  },
]
