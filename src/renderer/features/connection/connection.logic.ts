// What a connection's state is called, and which server's state a window shows.

import type { ServerID } from '#contract/ids'
import { isRemote, type Connection, type ConnectionState, type FolderRun, type Server } from '#contract/model'
import type { Link } from '../../store/state.ts'
import { strings } from './strings.ts'

export interface ConnectionWords {
  readonly state: ConnectionState
  /** One or two words for the title bar. */
  readonly short: string
  /** A server of our own that nothing has needed yet: no cause for alarm. */
  readonly isUnused: boolean
  /** What comes with it: attempt, countdown, reason. */
  readonly detail: string | null
}

const linkStates: Readonly<Record<Exclude<Link, 'connected'>, ConnectionState>> = {
  lost: 'connecting',
  stopped: 'stopped',
  'signed-out': 'unauthorized',
  'other-version': 'stopped',
}

export const secondsUntil = (now: number, at: number): number => Math.max(0, Math.ceil((at - now) / 1000))

const detailOf = (connection: Connection, now: number): string | null => {
  switch (connection.state) {
    case 'live':
      return null
    case 'connecting': {
      const next = connection.nextAt === null ? null : secondsUntil(now, connection.nextAt)
      if (connection.attempt <= 1 && next === null) return null
      return next === null || next === 0
        ? strings.attempt(connection.attempt)
        : strings.attemptNext(connection.attempt, next)
    }
    case 'polling':
      return strings.every(Math.round(connection.everyMs / 1000))
    case 'starting':
      return connection.attempt > 1 ? strings.attempt(connection.attempt) : null
    case 'offline':
    case 'stopped':
    case 'unauthorized':
      return null
  }
}

const isUnused = (connection: Connection): boolean =>
  connection.state === 'stopped' && connection.neverStarted === true

export const reasonOf = (connection: Connection): string | null =>
  'reason' in connection ? connection.reason : null

/** For a tooltip: why it is so, and what it means where the two words beside it don't say it. */
export const sentenceOf = (connection: Connection): string | null => {
  const reason = reasonOf(connection)
  if (connection.state !== 'polling') return reason
  const sentence = strings.pollingLong(Math.round(connection.everyMs / 1000))
  return reason === null ? sentence : `${sentence} ${reason}`
}

const runStates: Readonly<Record<Exclude<FolderRun['state'], 'live'>, ConnectionState>> = {
  unknown: 'connecting',
  starting: 'starting',
  stalled: 'offline',
  error: 'stopped',
  stopped: 'stopped',
}

/** What is shown is no more live than the folder's own process, where it has one. */
export const runWords = (run: FolderRun | null, server: ConnectionWords): ConnectionWords =>
  run === null || run.state === 'live' || server.state !== 'live'
    ? server
    : { state: runStates[run.state], short: strings.runs[run.state], isUnused: false, detail: null }

export const connectionWords = (connection: Connection, link: Link, now: number): ConnectionWords => {
  // Without the worker nothing that a server's record says is still known to be true.
  if (link !== 'connected') {
    return {
      state: linkStates[link],
      short: strings.links[link],
      isUnused: false,
      detail: null,
    }
  }
  const unused = isUnused(connection)
  return {
    state: connection.state,
    short: unused ? strings.notStarted : strings.states[connection.state],
    isUnused: unused,
    detail: detailOf(connection, now),
  }
}

/** Worst first: what a person should hear about when several servers compete for one line. */
const severity: readonly ConnectionState[] = [
  'unauthorized',
  'stopped',
  'offline',
  'connecting',
  'starting',
  'polling',
  'live',
]

/** One that was never needed comes after all others. */
const rank = ({ connection }: Server): number =>
  isUnused(connection) ? severity.length : severity.indexOf(connection.state)

/** The active session's server; without one the server in the worst state. */
export const shownServer = (servers: readonly Server[], active: ServerID | null): Server | null => {
  const own = servers.find((server) => server.id === active)
  if (own !== undefined) return own
  return [...servers].sort((a, b) => rank(a) - rank(b))[0] ?? null
}

/** This computer's own servers first, then by name. */
export const inOrder = (a: Server, b: Server): number =>
  Number(isRemote(a.kind)) - Number(isRemote(b.kind)) || a.name.localeCompare(b.name)

export const hasCountdown = (connection: Connection): boolean =>
  connection.state === 'connecting' && connection.nextAt !== null

const UNITS = ['B', 'kB', 'MB', 'GB'] as const

export const formatBytes = (bytes: number): string => {
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit] ?? 'B'}`
}
