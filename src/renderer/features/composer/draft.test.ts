import { expect, it } from 'vitest'
import { fail, ok } from '#contract/result'
import type { Draft } from '#contract/rpc'
import { createDraft } from './draft.ts'

function setup(kept: Draft | null = null) {
  const timers = new Set<() => void>()
  let isDown = false
  let stored = kept
  let answer = () => {}
  const held = new Promise<void>((resolve) => {
    answer = resolve
  })
  const draft = createDraft('scope', {
    rpc: {
      async readDraft() {
        const value = stored
        await held
        return isDown ? fail('port-closed', 'down') : ok(value)
      },
      async writeDraft(args) {
        if (isDown) return fail('port-closed', 'down')
        stored = args.draft
        return ok(null)
      },
    },
    later(run) {
      timers.add(run)
      return () => timers.delete(run)
    },
    newId: () => 'chip',
  })
  return {
    draft,
    type: (text: string) => draft.update((now) => ({ ...now, text })),
    stored: () => stored,
    answerRead: () => answer(),
    setDown: (down: boolean) => {
      isDown = down
    },
    async passTime() {
      const due = [...timers]
      timers.clear()
      for (const run of due) run()
      await Promise.resolve()
    },
    waitingWrites: () => timers.size,
  }
}

it('writes once after several keys', async () => {
  const { type, passTime, stored, waitingWrites } = setup()
  type('f')
  type('fi')
  type('fix')
  expect(waitingWrites()).toBe(1)
  await passTime()
  expect(stored()).toEqual({ text: 'fix', attachments: [] })
})

it('is forgotten when the text is gone', async () => {
  const { type, passTime, stored } = setup({ text: 'old', attachments: [] })
  type('x')
  type('')
  await passTime()
  expect(stored()).toBeNull()
})

it('brings back what was kept', async () => {
  const { draft, answerRead } = setup({ text: 'kept', attachments: [] })
  const loading = draft.load()
  answerRead()
  await loading
  expect(draft.content().text).toBe('kept')
})

it('keeps what was typed before the kept draft arrived, and writes both', async () => {
  const { draft, type, answerRead, passTime, stored } = setup({ text: 'kept', attachments: [] })
  const loading = draft.load()
  type('typed')
  answerRead()
  await loading
  expect(draft.content().text).toBe('kept\n\ntyped')
  await passTime()
  expect(stored()?.text).toBe('kept\n\ntyped')
})

it('writes later what could not be written while the worker was away', async () => {
  const { draft, type, setDown, stored } = setup()
  setDown(true)
  type('safe')
  await draft.flush()
  expect(stored()).toBeNull()
  setDown(false)
  await draft.flush()
  expect(stored()?.text).toBe('safe')
})
