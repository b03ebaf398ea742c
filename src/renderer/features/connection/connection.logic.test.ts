import { describe, expect, it } from 'vitest'
import { serverID } from '#contract/ids'
import type { Connection, Server } from '#contract/model'
import { connectionWords, formatBytes, runWords, sentenceOf, shownServer } from './connection.logic.ts'

const server = (id: string, connection: Connection): Server => ({
  id: serverID(id),
  kind: 'url',
  name: id,
  url: null,
  version: null,
  connection,
})

describe('the words for a connection', () => {
  it('count down to the next attempt', () => {
    const connection: Connection = { state: 'connecting', attempt: 3, nextAt: 5_000, reason: null }
    expect(connectionWords(connection, 'connected', 1_200).detail).toBe('attempt 3, next in 4 s')
    expect(connectionWords(connection, 'connected', 6_000).detail).toBe('attempt 3')
  })

  it('are no more live than the folder’s own process', () => {
    const live = connectionWords({ state: 'live', since: 0 }, 'connected', 0)
    const stalled = { state: 'stalled', since: 0, reason: 'Nothing came.' } as const
    expect(runWords(stalled, live)).toMatchObject({ state: 'offline', short: 'Folder stalled' })
    expect(runWords({ state: 'live' }, live)).toBe(live)
    expect(runWords(null, live)).toBe(live)
    const lost = connectionWords({ state: 'offline', since: 0, reason: 'No network.' }, 'connected', 0)
    expect(runWords(stalled, lost)).toBe(lost)
  })

  it('say how often a server is polled', () => {
    const reason = 'The stream fell silent.'
    const connection: Connection = { state: 'polling', everyMs: 15_000, since: 0, reason }
    expect(connectionWords(connection, 'connected', 0)).toMatchObject({
      state: 'polling',
      short: 'Polling',
      detail: 'every 15 s',
    })
    expect(sentenceOf(connection)).toBe('Live updates are off; checking every 15 s. The stream fell silent.')
  })

  it('are quiet for a server that was never needed, and plain for one that stopped', () => {
    const connection: Connection = { state: 'stopped', since: 0, reason: 'no opencode' }
    expect(connectionWords({ ...connection, neverStarted: true }, 'connected', 0)).toMatchObject({
      state: 'stopped',
      short: 'Not started',
      isUnused: true,
    })
    expect(connectionWords(connection, 'connected', 0)).toMatchObject({ short: 'Stopped', isUnused: false })
  })

  it('never claim to be live once this window lost the worker', () => {
    expect(connectionWords({ state: 'live', since: 0 }, 'lost', 0).state).toBe('connecting')
  })
})

describe('the server whose state is shown', () => {
  const live = server('a', { state: 'live', since: 0 })
  const offline = server('b', { state: 'offline', since: 0, reason: 'no answer' })

  it('is the active one, whatever the others do', () => {
    expect(shownServer([live, offline], live.id)?.id).toBe('a')
  })

  it('is the one in the worst state when none is active', () => {
    expect(shownServer([live, offline], null)?.id).toBe('b')
    expect(shownServer([], null)).toBe(null)
  })

  it('is not one that was never needed while there is another', () => {
    const unused = server('c', { state: 'stopped', since: 0, reason: '', neverStarted: true })
    expect(shownServer([unused, live], null)?.id).toBe('a')
    expect(shownServer([unused], null)?.id).toBe('c')
  })
})

describe('a number of bytes', () => {
  it('reads in the unit that fits', () => {
    expect([0, 999, 1_500, 123_456, 2_500_000].map(formatBytes)).toEqual([
      '0 B',
      '999 B',
      '1.5 kB',
      '123 kB',
      '2.5 MB',
    ])
  })
})
