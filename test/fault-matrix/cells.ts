// Every cell of the matrix, and for those that can't be, why.

import { FAULTS, type Fault } from '../fault-proxy/faults.ts'

export const PHASES = [
  /** The fault is there before the first connection. */
  'boot',
  /** The stream is back after another cut; the calls that fetch what was missed are under way. */
  'catch-up',
  /** The same, but the stream itself stays: only the calls are struck. */
  'catch-up-calls',
  /** Between two parts of a turn. */
  'live',
  /** In the middle of a growing text. */
  'mid-delta',
  /** A prompt is under way: the server has it or not. */
  'command-pending',
] as const

export type Phase = (typeof PHASES)[number]

/** How news comes, and from which kind of server. */
const SERVED = [
  ['sse', 'opencode'],
  ['polling', 'opencode'],
  ['sse', 'codenomad'],
  ['polling', 'codenomad'],
] as const

/** What ends, stands still or is elsewhere as a whole. */
export const LIFE_FAULTS = [
  /** SIGKILL: running turns and asks are gone; it comes back with what it had stored. */
  'server-killed',
  /** kill -9: another worker finds the journal, and the window gets fresh ports. */
  'worker-killed',
  /** The page is loaded again. */
  'window-reload',
  /** Nothing runs in the page for up to 70 s, and nothing is acknowledged. */
  'window-frozen',
  /** The window's ports close; it gets others and says what it has. */
  'port-closed',
  /** The machine slept, or its clock was set; its connections may be dead. */
  'clock-jump',
] as const
export type LifeFault = (typeof LIFE_FAULTS)[number]
export type CellFault = Fault | LifeFault
export const CELL_FAULTS: readonly CellFault[] = [...FAULTS, ...LIFE_FAULTS]

export const isByteFault = (fault: CellFault): fault is Fault => FAULTS.some((known) => known === fault)

export interface Cell {
  readonly transport: (typeof SERVED)[number][0]
  readonly backend: (typeof SERVED)[number][1]
  readonly phase: Phase
  readonly fault: CellFault
  /** Null: the cell is played. */
  readonly impossible: string | null
}

const ONE_ANSWER = 'a call has one answer: there is no second copy of it for a proxy to send'
const ANSWERS_PASS = 'a buffering proxy passes answers that end; only a stream never fills its buffer'
const ASCII_BOOT = 'the first event of a stream is server.connected, which is ASCII: no character to cut'
const STRUCK_WHOLE = 'a process, a page or a clock is struck whole, never its calls alone'
const NO_STREAM = 'while polling there is no stream that could stay: calls are all there is to strike'

type Reasons = Partial<Readonly<Record<Phase, Partial<Readonly<Record<CellFault, string>>>>>>

const IMPOSSIBLE: Readonly<Record<Cell['transport'], Reasons>> = {
  sse: {
    boot: { 'cut-in-character': ASCII_BOOT },
    'catch-up-calls': {
      duplicate: ONE_ANSWER,
      buffering: ANSWERS_PASS,
      'server-stopped': STRUCK_WHOLE,
      ...Object.fromEntries(LIFE_FAULTS.map((fault) => [fault, STRUCK_WHOLE])),
    },
  },
  polling: {
    boot: { duplicate: ONE_ANSWER, buffering: ANSWERS_PASS },
    'catch-up': { duplicate: ONE_ANSWER, buffering: ANSWERS_PASS },
    'catch-up-calls': Object.fromEntries(CELL_FAULTS.map((fault) => [fault, NO_STREAM])),
    live: { duplicate: ONE_ANSWER, buffering: ANSWERS_PASS },
    'mid-delta': { duplicate: ONE_ANSWER, buffering: ANSWERS_PASS },
    'command-pending': { buffering: ANSWERS_PASS },
  },
}

export const CELLS: readonly Cell[] = SERVED.flatMap(([transport, backend]) =>
  PHASES.flatMap((phase) =>
    CELL_FAULTS.map((fault) => ({
      transport,
      backend,
      phase,
      fault,
      impossible: IMPOSSIBLE[transport][phase]?.[fault] ?? null,
    })),
  ),
)

/** One line per fault, one column per phase: `x` played, a letter for a reason below. */
export function describeMatrix(cells: readonly Cell[]): string {
  const reasons = [...new Set(cells.flatMap(({ impossible }) => (impossible === null ? [] : [impossible])))]
  const markOf = ({ impossible }: Cell): string =>
    impossible === null ? 'x' : String.fromCharCode(97 + reasons.indexOf(impossible))
  const width = Math.max(...CELL_FAULTS.map((fault) => fault.length))
  const tables = Map.groupBy(cells, ({ transport, backend }) => `${transport}, ${backend}`)
  const lines = [...tables].flatMap(([title, ofTable]) => [
    `\n${title}`,
    [' '.repeat(width), ...PHASES].join('  '),
    ...CELL_FAULTS.map((fault) => {
      const marks = PHASES.map((phase) =>
        ofTable
          .filter((cell) => cell.fault === fault && cell.phase === phase)
          .map(markOf)
          .join('')
          .padEnd(phase.length),
      )
      return [fault.padEnd(width), ...marks].join('  ').trimEnd()
    }),
  ])
  return [
    ...lines,
    '',
    ...reasons.map((reason, index) => `${String.fromCharCode(97 + index)}: ${reason}`),
  ].join('\n')
}
