/** Everything in one conversation, in four parts: `Show me the tour`, then `Continue the tour`. */
import { call, pause, refuse, say, think } from './script-words.ts'
import {
  askUnits,
  checksResult,
  chosenUnits,
  editFormat,
  editResult,
  readFormat,
  runChecks,
  sendHelper,
} from './showcase-steps.ts'
import { tourEnd, tourLookedAround, tourWelcome } from './showcase-texts.ts'
import type { Action, Step } from './script.ts'

export const tourPrompt = 'Show me the tour'
export const nextTourPrompt = 'Continue the tour'

const stops = ['Look around', 'Run and change something', 'Ask, and send a helper', 'Let things go wrong']

const plan = (doing: number): Action =>
  call('todowrite', {
    todos: stops.map((content, index) => ({
      content,
      status: index < doing ? 'completed' : index === doing ? 'in_progress' : 'pending',
      priority: 'medium',
    })),
  })

/** The parts, each as the steps of one turn, given what tools have answered in it so far. */
const parts: readonly ((results: readonly string[]) => readonly Step[])[] = [
  () => [
    [
      think(
        'A tour should begin with the harmless things. I make a plan, look around, and then explain what was seen.',
      ),
      say(tourWelcome),
      plan(0),
    ],
    [
      call('glob', { pattern: '**/*.js' }),
      call('grep', { pattern: 'export function', include: '*.js' }),
      call('read', { filePath: '{{cwd}}/src/tide.js' }),
    ],
    [say(tourLookedAround)],
  ],
  (results) => [
    [say('Now something that changes the world. First the checks: they need your leave.'), plan(1)],
    [runChecks],
    [say(`${checksResult(results[1] ?? '')} Now let me change how durations are rounded.`), readFormat],
    editFormat(results[2] ?? ''),
    [say(`${editResult(results[2] ?? '')} Send \`${nextTourPrompt}\` for part 3.`)],
  ],
  (results) => [
    [say('Sometimes an agent needs to know what you want.'), plan(2), askUnits],
    [say(`${chosenUnits(results.at(-1) ?? '')} And while we talk, a helper counts the tests.`), sendHelper],
    [
      say(
        `The helper is a session of its own: open its row to read it. Send \`${nextTourPrompt}\` for the last part.`,
      ),
    ],
  ],
  () => [
    [
      refuse(429, 'The scripted model is busy (this is part of the tour)', 3, 1),
      say('There I am again.'),
      plan(3),
    ],
    [say('Now a file that is not there:'), pause(400), call('read', { filePath: '{{cwd}}/src/moon.js' })],
    [plan(stops.length)],
    [say(tourEnd)],
  ],
]

/** `part` counts from 0; past the end the tour begins again. */
export const tourPart = (part: number, results: readonly string[]): readonly Step[] =>
  parts[part % parts.length]?.(results) ?? []
