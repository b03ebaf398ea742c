// The turn that every cell of the matrix plays, and how far it is played before, during and after a fault.

import type { TurnStep } from '../opencode-double/records.ts'

const words = (text: string): readonly string[] => text.split(/(?=[ 潮🌊é])/u)

/** Text before and after a tool that asks, a question, a second message; characters of two to four bytes. */
export const STORY: readonly TurnStep[] = [
  { type: 'reasoning', deltas: words('The tide 潮 turns é when the moon 🌊 says so.') },
  { type: 'text', deltas: words('First 潮 a look at the tables é, then the clock 🌊 itself.') },
  {
    type: 'tool',
    tool: 'bash',
    input: { command: 'cat tides.txt' },
    output: ['high 潮 04:12\n', 'low 🌊 10:31\n'],
    permission: { permission: 'bash', patterns: ['cat tides.txt'], always: ['cat *'] },
  },
  { type: 'next-message' },
  { type: 'text', deltas: words('The table é is read 潮, one question 🌊 is left.') },
  {
    type: 'question',
    questions: [
      {
        question: 'Which harbour?',
        header: 'Harbour',
        options: [{ label: '潮', description: 'the old one' }],
      },
    ],
  },
  { type: 'text', deltas: words('Then 潮 that is the clock é of that harbour 🌊.') },
]

export const SECOND_STORY: readonly TurnStep[] = [
  { type: 'text', deltas: words('And once more 潮, shorter 🌊 this time é.') },
]
