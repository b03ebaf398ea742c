import { describe, expect, it } from 'vitest'
import { createToasts, MAX_SHOWN, type NoticeEnd, type Toast } from './toasts.ts'

const setup = () => {
  let now = 0
  let timers: { at: number; run: () => void }[] = []
  const toasts = createToasts({
    now: () => now,
    after: (ms, run) => {
      const timer = { at: now + ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((each) => each !== timer)
      }
    },
  })
  const pass = (ms: number): void => {
    now += ms
    const due = timers.filter((timer) => timer.at <= now)
    timers = timers.filter((timer) => timer.at > now)
    for (const timer of due) timer.run()
  }
  const ends: string[] = []
  const toast = (id: string, more: Partial<Toast> = {}): Toast => ({
    id,
    tone: 'info',
    text: id,
    action: null,
    stayMs: 6_000,
    onEnd: (how: NoticeEnd) => ends.push(`${id} ${how}`),
    ...more,
  })
  const shown = (): readonly string[] => toasts.store.getState().items.map((item) => item.id)
  return { toasts, pass, ends, toast, shown }
}

describe('notices', () => {
  it('leave by themselves, and say so once', () => {
    const { toasts, pass, ends, toast, shown } = setup()
    toasts.show(toast('a'))
    pass(5_999)
    expect(shown()).toEqual(['a'])
    pass(1)
    expect(shown()).toEqual([])
    pass(60_000)
    expect(ends).toEqual(['a expired'])
  })

  it('wait while the pointer or the focus is on them, then stay for what was left', () => {
    const { toasts, pass, toast, shown } = setup()
    toasts.show(toast('a'))
    pass(5_000)
    toasts.pause()
    pass(60_000)
    expect(shown()).toEqual(['a'])
    toasts.resume()
    pass(999)
    expect(shown()).toEqual(['a'])
    pass(1)
    expect(shown()).toEqual([])
  })

  it('undo instead of expiring when acted on', () => {
    const { toasts, pass, ends, toast } = setup()
    let undone = 0
    toasts.show(toast('a', { action: { label: 'Undo', run: () => (undone += 1) } }))
    toasts.end('a', 'acted')
    pass(60_000)
    expect(undone).toBe(1)
    expect(ends).toEqual(['a acted'])
  })

  it('that arrive while paused wait too', () => {
    const { toasts, pass, toast, shown } = setup()
    toasts.pause()
    toasts.show(toast('a'))
    pass(10_000)
    expect(shown()).toEqual(['a'])
  })

  it('never pile up: the oldest harmless one makes room, an error stays', () => {
    const { toasts, toast, shown } = setup()
    toasts.show(toast('bad', { tone: 'danger', stayMs: null }))
    for (let index = 0; index < MAX_SHOWN; index += 1) toasts.show(toast(`n${index}`))
    expect(shown()).toHaveLength(MAX_SHOWN)
    expect(shown()).toContain('bad')
    expect(shown()).not.toContain('n0')
  })
})
