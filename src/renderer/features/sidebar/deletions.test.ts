import { describe, expect, it } from 'vitest'
import { serverID, sessionID, sessionKey, type SessionRef } from '#contract/ids'
import { fail, ok, type Result } from '#contract/result'
import { createToasts } from '../notices/toasts.ts'
import { createDeletions } from './deletions.ts'

const ref: SessionRef = { server: serverID('s'), session: sessionID('a') }

const setup = (answer: Result<null> = ok(null)) => {
  const timers: (() => void)[] = []
  const toasts = createToasts({
    now: () => 0,
    after: (_ms, run) => {
      timers.push(run)
      return () => timers.splice(timers.indexOf(run), 1)
    },
  })
  const removed: SessionRef[] = []
  const deletions = createDeletions({
    toasts,
    remove: (each) => {
      removed.push(each)
      return Promise.resolve(answer)
    },
  })
  let backs = 0
  const begin = (): void => deletions.begin({ ref, title: 'A', onBack: () => (backs += 1) })
  const hidden = (): boolean => deletions.store.getState().hidden.has(sessionKey(ref))
  return { timers, toasts, removed, begin, hidden, backs: () => backs }
}

describe('deleting a session', () => {
  it('hides it at once and asks the server only when the notice ends', () => {
    const { timers, removed, begin, hidden } = setup()
    begin()
    expect(hidden()).toBe(true)
    expect(removed).toEqual([])
    timers[0]?.()
    expect(removed).toEqual([ref])
    expect(hidden()).toBe(true)
  })

  it('does nothing to the server when undone', () => {
    const { timers, toasts, removed, begin, hidden, backs } = setup()
    begin()
    toasts.end(toasts.store.getState().items[0]?.id ?? '', 'acted')
    for (const run of timers) run()
    expect(removed).toEqual([])
    expect(hidden()).toBe(false)
    expect(backs()).toBe(1)
  })

  it('deletes at once when the notice is put away by hand', () => {
    const { toasts, removed, begin } = setup()
    begin()
    toasts.end(toasts.store.getState().items[0]?.id ?? '', 'dismissed')
    expect(removed).toHaveLength(1)
  })

  it('brings it back and says why when the server refuses', async () => {
    const { timers, toasts, begin, hidden } = setup(fail('offline', 'The server does not answer.'))
    begin()
    timers[0]?.()
    await Promise.resolve()
    expect(hidden()).toBe(false)
    expect(toasts.store.getState().items[0]?.text).toContain('The server does not answer.')
  })

  it('asks once however often it is pressed', () => {
    const { timers, removed, begin } = setup()
    begin()
    begin()
    for (const run of [...timers]) run()
    expect(removed).toHaveLength(1)
  })
})
