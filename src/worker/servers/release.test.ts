import { expect, test } from 'vitest'
import { sessionID, type SessionID } from '#contract/ids'
import { createManualClock } from '#test/manual-clock'
import { createMirrorTurns } from '#test/mirror-turns'
import { createReader } from '#test/mirror'
import { openStore, temporaryFolder } from '#test/journal'
import { readRecording, recordingNames } from '#test/recordings/recordings'
import { createCacheWriter } from '../journal/cache-writer.ts'
import { canonicalState } from '../mirror/canonical.ts'
import { fold } from '../mirror/fold.ts'
import { createRelease } from './release.ts'

const BUDGET = 512 * 1024
const turn = { deltas: 2_000, letters: 20 }

test('what is held of messages stays within its budget however many turns there are', async () => {
  const { store } = openStore(temporaryFolder())
  const turns = createMirrorTurns({ journal: store, heldBytes: BUDGET })
  const held: number[] = []
  for (let n = 1; n <= 40; n++) {
    await turns.play(turn)
    if (n % 10 === 0) held.push(turns.heldBytes())
  }
  expect(Math.max(...held)).toBeLessThanOrEqual(BUDGET)
  expect(Math.max(...held) / Math.min(...held)).toBeLessThan(1.05)

  const first = sessionID('ses_1')
  const before = turns.heldBytes()
  turns.open(first)
  expect(turns.heldBytes()).toBeGreaterThan(before)
  const [text] = [...(turns.state.sessions.get(first)?.content.texts.values() ?? [])].slice(-1)
  expect(text?.get('text')?.text).toBe('tide '.repeat(8_000))
  turns.close()
})

test('the session used longest ago goes first; one that a window shows, that works or that lacks an end stays', async () => {
  const { store } = openStore(temporaryFolder())
  let open: SessionID | null = sessionID('ses_1')
  const turns = createMirrorTurns({ journal: store, heldBytes: 4 * 90_000, isOpen: (id) => id === open })
  const shown = () =>
    [...turns.state.sessions].flatMap(([id, { content }]) =>
      content.from === 'nothing' && content.order.length === 0 ? [] : [id],
    )
  for (let n = 0; n < 4; n++) await turns.play(turn)
  expect(shown()).toEqual(['ses_1', 'ses_2', 'ses_3', 'ses_4'])
  await turns.play(turn)
  expect(shown()).toEqual(['ses_1', 'ses_3', 'ses_4', 'ses_5'])

  const busy = sessionID('ses_3')
  fold(turns.state, { type: 'session.status', session: busy, status: { type: 'busy', since: null } }, 1)
  await turns.play(turn)
  expect(shown()).toEqual(['ses_1', 'ses_3', 'ses_5', 'ses_6'])

  open = null
  await turns.play(turn)
  expect(shown()).toEqual(['ses_1', 'ses_3', 'ses_6', 'ses_7'])
  await turns.play(turn)
  // It was looked at until the sixth turn had ended.
  expect(shown()).toEqual(['ses_1', 'ses_3', 'ses_7', 'ses_8'])
  await turns.play(turn)
  expect(shown()).toEqual(['ses_3', 'ses_7', 'ses_8', 'ses_9'])
  turns.close()
})

test('nothing leaves memory while the cache can’t be written', async () => {
  const { store } = openStore(temporaryFolder())
  const turns = createMirrorTurns({ journal: { ...store, write: () => false }, heldBytes: 1 })
  await turns.play(turn)
  expect(turns.heldBytes()).toBeGreaterThan(0)
  turns.close()
})

for (const name of recordingNames()) {
  test(`${name}: a session that left memory and is opened again is as it was`, async () => {
    const { store } = openStore(temporaryFolder())
    const clock = createManualClock()
    const { state, take } = createReader()
    const cache = createCacheWriter(
      store,
      clock,
      () => state,
      (_server, text) => text,
    )
    const release = createRelease({
      state,
      clock,
      dispatch: (event) => void fold(state, event, clock.now()),
      isUsed: () => false,
      saveCache: cache.flush,
      heldBytes: 0,
    })
    for (const event of readRecording(name)) cache.note(state, take(event))
    const before = canonicalState(state)
    release.note()
    await clock.advance(60_000)
    const gone = [...state.sessions].filter(
      ([, { content }]) => content.from === 'nothing' && content.order.length === 0,
    )
    for (const [session] of gone) {
      const messages = store.messages(state.server.id, session, 1_000)
      fold(
        state,
        {
          type: 'fetched.messages',
          session,
          since: 0,
          messages,
          newest: true,
          older: false,
          source: 'cache',
        },
        1,
      )
    }
    expect(canonicalState(state)).toEqual(before)
    release.stop()
  })
}
