// When a window's lanes go out, and up to where everything has gone.

import type { Cursor } from '#contract/feed'
import type { Backlog, LaneName } from './backlog.ts'
import { lowest, stepBefore } from './cursor.ts'

/** One frame at 60 Hz: what a person watches. */
const ACTIVE_CADENCE_MS = 16
/** Timers fire up to this late: they are asked for as much earlier. */
const TIMER_LATE_MS = 1
/** A flush this late counts as punctual: else each timer's lateness would slow the cadence down. */
const MAX_LATE_MS = 4
/** Rows of the sidebar and sessions in the background. */
const OTHER_CADENCE_MS = 100
/** Nobody looks. */
const HIDDEN_CADENCE_MS = 250

const NEVER = Number.POSITIVE_INFINITY
const AT_ONCE = Number.NEGATIVE_INFINITY

interface Times {
  /** When what is held goes out; never while nothing is held. */
  dueAt: number
  lastFlush: number
  /** Up to where all had been sent when the first of what is held came. */
  since: Cursor | null
}

export type Due = Readonly<Record<LaneName, boolean>>

export interface LaneTimes {
  /** Something has come into the lane. */
  note(lane: LaneName, now: number): void
  due(now: number): Due
  /** What was due has been taken. */
  taken(due: Due, now: number): void
  /** The lanes are joined: everything held is due. */
  joined(): void
  /** All there was is void: what is held now begins at `since` and is due. */
  restarted(since: Cursor): void
  readonly nextAt: () => number
  /** Below it everything has been taken. */
  lowWater(): Cursor
}

export function createLaneTimes(
  backlog: Pick<Backlog, 'isEmpty'>,
  isVisible: () => boolean,
  cursor: () => Cursor,
): LaneTimes {
  const rested = (): Times => ({ dueAt: NEVER, lastFlush: AT_ONCE, since: null })
  const prompt = rested()
  const rest = rested()
  const lanes = { prompt, rest }

  const cadenceMs = (lane: LaneName): number =>
    (isVisible() ? (lane === 'prompt' ? ACTIVE_CADENCE_MS : OTHER_CADENCE_MS) : HIDDEN_CADENCE_MS) -
    TIMER_LATE_MS

  const settle = (lane: LaneName): void => {
    if (!backlog.isEmpty(lane)) return
    lanes[lane].dueAt = NEVER
    lanes[lane].since = null
  }

  /** `now`, or when it should have been. */
  const punctual = ({ dueAt }: Times, now: number): number =>
    Math.min(now, Math.max(dueAt, now - MAX_LATE_MS))

  return {
    note: (lane, now) => {
      const times = lanes[lane]
      times.since ??= stepBefore(cursor())
      // The leading edge at once; then one cadence, never begun anew by what comes meanwhile.
      if (times.dueAt === NEVER) times.dueAt = Math.max(now, Math.min(now, times.lastFlush) + cadenceMs(lane))
    },
    due: (now) => ({ prompt: isDue(prompt, now), rest: isDue(rest, now) }),
    taken: (due, now) => {
      if (due.prompt) prompt.lastFlush = punctual(prompt, now)
      else if (due.rest) prompt.lastFlush = now
      if (due.rest) rest.lastFlush = punctual(rest, now)
      settle('prompt')
      settle('rest')
    },
    joined: () => {
      if (rest.since) prompt.since = prompt.since ? lowest(prompt.since, rest.since) : rest.since
      settle('rest')
      prompt.dueAt = AT_ONCE
      settle('prompt')
    },
    restarted: (since) => {
      prompt.since = since
      prompt.dueAt = AT_ONCE
      settle('rest')
    },
    nextAt: () => Math.min(prompt.dueAt, rest.dueAt),
    lowWater: () => {
      let low = cursor()
      for (const { since } of [prompt, rest]) if (since) low = lowest(low, since)
      return low
    },
  }
}

/** What seems further off than any cadence waits for a clock that has been set back meanwhile. */
const isDue = ({ dueAt }: Times, now: number): boolean =>
  dueAt <= now || (dueAt !== NEVER && dueAt > now + HIDDEN_CADENCE_MS)
