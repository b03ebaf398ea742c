import { expect, test, vi } from 'vitest'
import type { Presence } from '#contract/host'
import { serverID, sessionID } from '#contract/ids'
import { presenceLine, trayMenu, type TrayActions } from './tray-menu.ts'

const none: Presence = { running: 0, asks: 0, unseen: 0, recent: [], waiting: [] }
const ref = { server: serverID('local'), session: sessionID('ses_1') }
const setDoNotDisturb = vi.fn<(on: boolean) => void>()
const actions: TrayActions = { open: () => {}, front: () => {}, setDoNotDisturb, quit: () => {} }

test.each([
  [none, 'Nothing runs'],
  [{ ...none, asks: 1, running: 2 }, '1 question waits for you, 2 running'],
  [{ ...none, asks: 2, unseen: 3 }, '2 questions wait for you, 3 finished'],
])('the state is one line', (presence, line) => {
  expect(presenceLine(presence)).toBe(line)
})

test('a title is one short line, and its ampersand no key', () => {
  const title = `Ebb & flow\nof ${'long '.repeat(40)}`
  const [item] = trayMenu({ ...none, recent: [{ ...ref, title, state: 'failed' }] }, false, actions).filter(
    ({ id }) => id === 'session-ses_1',
  )
  expect(item?.label).toMatch(/^Ebb && flow of long .*…$/)
  expect(item?.label?.length).toBeLessThan(70)
})

test('do not disturb is turned the other way', () => {
  const find = (on: boolean) => trayMenu(none, on, actions).find(({ id }) => id === 'do-not-disturb')
  expect(find(true)?.checked).toBe(true)
  const click = find(true)?.click as (() => void) | undefined
  click?.()
  expect(setDoNotDisturb).toHaveBeenCalledWith(false)
})
