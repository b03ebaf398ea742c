/** Steps that the tour and the single showcases share. */
import { call, say } from './script-words.ts'
import type { Step } from './script.ts'

export const helperPrompt = 'Count the tests of this project and tell me where they are.'

export const runChecks = call('bash', { command: 'sh check.sh' })
export const checksResult = (output: string): string =>
  output.includes('All checks passed')
    ? '**All checks passed**: four source files and two test files.'
    : 'Not every check passed: open the row above to see which.'

export const readFormat = call('read', { filePath: '{{cwd}}/src/format.js' })

const everyMinute = 'Math.round(ms / 60_000)'
const fiveMinutes = 'Math.round(ms / 300_000) * 5'

/** Rounds durations to five minutes, or back where that is done already: so the showcase can be played again. */
export const editFormat = (fileNow: string): Step => {
  const isRounded = fileNow.includes(fiveMinutes)
  return [
    call('edit', {
      filePath: '{{cwd}}/src/format.js',
      oldString: isRounded ? fiveMinutes : everyMinute,
      newString: isRounded ? everyMinute : fiveMinutes,
    }),
  ]
}

export const editResult = (fileBefore: string): string =>
  fileBefore.includes(fiveMinutes)
    ? 'Durations were rounded to five minutes already, so I put every minute back.'
    : 'Durations are now rounded to five minutes: nobody plans a walk by the minute.'

export const askUnits = call('question', {
  questions: [
    {
      header: 'Units',
      question: 'Which units should the tide clock use?',
      options: [
        { label: 'Metres', description: 'As on most charts' },
        { label: 'Feet', description: 'As on charts of the US' },
      ],
    },
    {
      header: 'Extras',
      question: 'What should it show beside the tide?',
      multiple: true,
      options: [
        { label: 'Moon phase', description: 'Explains spring tides' },
        { label: 'Sunrise', description: 'And sunset' },
        { label: 'Wind', description: 'Would need a service' },
      ],
    },
  ],
})

/** What the server tells the model about the answers: `"question"="answer"`, one after the other. */
export const chosenUnits = (result: string): string => {
  const answers = [...result.matchAll(/"="([^"]*)"/g)].flatMap(([, answer]) => (answer ? [answer] : []))
  return answers.length > 0 ? `Noted: **${answers.join('**, **')}**.` : 'Noted.'
}

export const sendHelper = call('task', {
  description: 'Count the tests',
  subagent_type: 'general',
  prompt: helperPrompt,
})

export const helperSteps: readonly Step[] = [
  [
    say("I'll look for them."),
    call('glob', { pattern: '**/*.test.js' }),
    call('grep', { pattern: '^test\\(' }),
  ],
  [say('There are **4 tests** in 2 files:\n\n- `test/tide.test.js`: 2\n- `test/format.test.js`: 2')],
]
