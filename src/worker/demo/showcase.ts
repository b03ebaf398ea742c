/** Prompts that the scripted model knows by their exact words, each showing one thing an agent can do. */
import { call, pause, refuse, say, think } from './script-words.ts'
import type { Step } from './script.ts'
import {
  askUnits,
  checksResult,
  chosenUnits,
  editFormat,
  editResult,
  helperPrompt,
  helperSteps,
  readFormat,
  runChecks,
  sendHelper,
} from './showcase-steps.ts'
import { carefulAnswer, carefulThought, changelog, longAnswer, searchAnswer } from './showcase-texts.ts'
import { nextTourPrompt, tourPart, tourPrompt } from './showcase-tour.ts'

export interface ShowcasePrompt {
  readonly id: string
  /** A button's label. */
  readonly title: string
  /** What is sent: a plain sentence. */
  readonly prompt: string
}

interface Showcase extends ShowcasePrompt {
  /** The steps of the turn, given what tools have answered in it so far, oldest first. */
  readonly steps: (results: readonly string[]) => readonly Step[]
}

const todos = (done: number): Readonly<Record<string, unknown>> => ({
  todos: ['Collect what changed', 'Write the changelog', 'Raise the version'].map((content, index) => ({
    content,
    status: index < done ? 'completed' : index === done ? 'in_progress' : 'pending',
    priority: index === 0 ? 'high' : 'medium',
  })),
})

const singles: readonly Showcase[] = [
  {
    id: 'answer',
    title: 'A long answer',
    prompt: 'Explain how a tide clock works',
    steps: () => [[say(longAnswer)]],
  },
  {
    id: 'reasoning',
    title: 'Thinking first',
    prompt: 'Does this clock drift? Think it through first',
    steps: () => [[think(carefulThought), say(carefulAnswer)]],
  },
  {
    id: 'shell',
    title: 'Run a command',
    prompt: 'Run the checks',
    steps: (results) => [
      [say("I'll run the project's checks."), runChecks],
      [say(checksResult(results[0] ?? ''))],
    ],
  },
  {
    id: 'search',
    title: 'Look around',
    prompt: 'Find where durations are formatted',
    steps: () => [
      [call('glob', { pattern: 'src/*.js' }), call('grep', { pattern: 'formatDuration', include: '*.js' })],
      [readFormat],
      [say(searchAnswer)],
    ],
  },
  {
    id: 'edit',
    title: 'Edit a file',
    prompt: 'Round durations to five minutes',
    steps: (results) => [
      [say('Let me see how they are written now.'), readFormat],
      editFormat(results[0] ?? ''),
      [say(editResult(results[0] ?? ''))],
    ],
  },
  {
    id: 'write',
    title: 'Write a file',
    prompt: 'Write a changelog',
    steps: () => [
      [call('bash', { command: 'git log --oneline' })],
      [call('write', { filePath: '{{cwd}}/CHANGELOG.md', content: changelog })],
      [say('The changelog is in `CHANGELOG.md`, newest version first.')],
    ],
  },
  {
    id: 'plan',
    title: 'A plan',
    prompt: 'Plan the next release',
    steps: () => [
      [say('Three things are to do.'), call('todowrite', todos(0))],
      [call('grep', { pattern: '"version"', include: 'package.json' }), call('todowrite', todos(1))],
      [pause(600), call('todowrite', todos(2))],
      [say('Two of three are done. Raising the version is yours to decide.')],
    ],
  },
  {
    id: 'question',
    title: 'A question',
    prompt: 'Ask me what to build next',
    steps: (results) => [[say('Two things I need to know.'), askUnits], [say(chosenUnits(results[0] ?? ''))]],
  },
  {
    id: 'subagent',
    title: 'A helper',
    prompt: 'Send a helper to count the tests',
    steps: () => [
      [say('A helper can do that.'), sendHelper],
      [say('The helper found **4 tests** in 2 files.')],
    ],
  },
  {
    id: 'retry',
    title: 'A busy provider',
    prompt: 'Show me what happens when the provider is busy',
    steps: () => [
      [
        refuse(429, 'Too many requests: the scripted model asks for a short rest', 4, 2),
        say('Here I am. The provider was busy twice, and the request was **tried again** each time.'),
      ],
    ],
  },
  {
    id: 'failure',
    title: 'A tool that fails',
    prompt: 'Try something that fails',
    steps: () => [
      [say('A file that is not there:'), call('read', { filePath: '{{cwd}}/src/moon.js' })],
      [
        say('And an edit that does not fit:'),
        call('edit', { filePath: '{{cwd}}/src/tide.js', oldString: 'of cheese', newString: 'of rock' }),
      ],
      [say('Both failed, each said why, and the turn went on.')],
    ],
  },
]

const visible = ({ id, title, prompt }: ShowcasePrompt): ShowcasePrompt => ({ id, title, prompt })

/** What to offer a person who looks at the demo, best first. */
export const showcasePrompts: readonly ShowcasePrompt[] = [
  { id: 'tour', title: 'Take the tour', prompt: tourPrompt },
  ...singles.map(visible),
]

/** A server may add parts of its own to a prompt: one part that says exactly `words` is enough. */
const says = (parts: readonly string[], words: string): boolean =>
  parts.some((part) => part.trim().toLowerCase() === words.toLowerCase())

/**
 * The steps for the last of `prompts`, if it is one of the known ones.
 * @param prompts each user message of the conversation, as its text parts
 * @param results what tools have answered since the last prompt, oldest first
 */
export const findShowcase = (
  prompts: readonly (readonly string[])[],
  results: readonly string[],
): readonly Step[] | undefined => {
  const last = prompts.at(-1) ?? []
  if (says(last, helperPrompt)) return helperSteps
  if (says(last, tourPrompt)) return tourPart(0, results)
  if (says(last, nextTourPrompt)) {
    const begin = prompts.findLastIndex((prompt) => says(prompt, tourPrompt))
    return tourPart(prompts.slice(begin + 1).filter((prompt) => says(prompt, nextTourPrompt)).length, results)
  }
  return singles.find(({ prompt }) => says(last, prompt))?.steps(results)
}
