import { EventEmitter } from 'node:events'
import type { BrowserWindow } from 'electron'
import { beforeEach, expect, test, vi } from 'vitest'
import { settled } from '#test/manual-clock'
import { askWhenHung } from './crash.ts'

interface Box {
  readonly signal: AbortSignal
  readonly answer: (response: number) => void
}
const { boxes } = vi.hoisted(() => ({ boxes: [] as Box[] }))
vi.mock('electron', () => ({
  dialog: {
    showMessageBox: (_window: unknown, { signal }: { readonly signal: AbortSignal }) =>
      new Promise((resolve) => {
        const answer = (response: number): void => resolve({ response })
        // As Electron does it: an aborted question is answered with its cancel button.
        signal.addEventListener('abort', () => answer(0))
        boxes.push({ signal, answer })
      }),
  },
}))

beforeEach(() => void boxes.splice(0))

const openWindow = () => {
  const done: string[] = []
  const window = Object.assign(new EventEmitter(), {
    isDestroyed: () => false,
    webContents: { forcefullyCrashRenderer: () => void done.push('crash') },
  })
  askWhenHung(window as unknown as BrowserWindow)
  return { window, done }
}

test('a hung page is asked about once, and its process ended when its person says so', async () => {
  const { window, done } = openWindow()
  window.emit('unresponsive')
  window.emit('unresponsive')
  expect(boxes).toHaveLength(1)
  boxes[0]?.answer(1)
  await settled()
  expect(done).toEqual(['crash'])
})

test('one that answers again takes its question back, and can hang once more', async () => {
  const { window, done } = openWindow()
  window.emit('unresponsive')
  window.emit('responsive')
  expect(boxes[0]?.signal.aborted).toBe(true)
  await settled()
  expect(done).toEqual([])
  window.emit('unresponsive')
  expect(boxes).toHaveLength(2)
})

test('who waits is not asked again until it hangs again', async () => {
  const { window, done } = openWindow()
  window.emit('unresponsive')
  boxes[0]?.answer(0)
  await settled()
  expect(done).toEqual([])
})
