import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { MIN_SIZE, restoreBounds, type Bounds } from './bounds.ts'

const laptop: Bounds = { x: 0, y: 25, width: 1440, height: 875 }
const right: Bounds = { x: 1440, y: 0, width: 1920, height: 1080 }

test('a window comes back where it was, on whichever screen', () => {
  const saved = { x: 1600, y: 100, width: 900, height: 700 }
  expect(restoreBounds(saved, [laptop, right])).toEqual(saved)
})

test('a window on a screen that is gone keeps its size in the middle of the first one', () => {
  const saved = { x: 1600, y: 100, width: 900, height: 700 }
  expect(restoreBounds(saved, [laptop])).toEqual({ x: 270, y: 113, width: 900, height: 700 })
})

test('the first start is centred', () => {
  expect(restoreBounds(null, [laptop])).toEqual({ x: 80, y: 43, width: 1280, height: 840 })
})

test('a title bar under the system bar comes down to it', () => {
  expect(restoreBounds({ x: 10, y: 15, width: 900, height: 700 }, [laptop]).y).toBe(25)
})

test('whatever was saved, the title bar can be grabbed and the window has at least its smallest size', () => {
  const int = fc.integer({ min: -10_000, max: 10_000 })
  const bounds = fc.record({ x: int, y: int, width: fc.nat(20_000), height: fc.nat(20_000) })
  fc.assert(
    fc.property(bounds, (saved) => {
      const { x, y, width, height } = restoreBounds(saved, [laptop, right])
      const isOn = (area: Bounds): boolean =>
        x + width > area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height
      return width >= MIN_SIZE.width && height >= MIN_SIZE.height && (isOn(laptop) || isOn(right))
    }),
  )
})
