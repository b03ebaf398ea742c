// Where a window was and where it may be now: screens come and go, and a window that nobody can reach is lost.

import * as z from 'zod/mini'

export interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const coordinate = z.int()

export const placeSchema = z.object({
  bounds: z.object({ x: coordinate, y: coordinate, width: coordinate, height: coordinate }),
  maximized: z.boolean(),
})

/** A window's place; `bounds` are those of the window when it is not maximized. */
export type Place = Readonly<z.infer<typeof placeSchema>>

/** The layout holds down to this. */
export const MIN_SIZE = { width: 480, height: 400 } as const

const DEFAULT_SIZE = { width: 1280, height: 840 } as const

/** So much of the title bar must be on a screen for a person to grab it. */
const GRIP = { width: 96, height: 24 } as const

/**
 * Bounds that fit the screens there are now: as saved if the title bar can be reached, else centred on the first.
 * @param workAreas of all displays, the primary one first; never empty
 */
export function restoreBounds(saved: Bounds | null, workAreas: readonly [Bounds, ...Bounds[]]): Bounds {
  const home = (saved && workAreas.find((area) => isReachable(saved, area))) ?? null
  if (saved !== null && home !== null) {
    const size = fit(saved, home)
    const leftmost = home.x - size.width + GRIP.width
    const rightmost = home.x + home.width - GRIP.width
    // Above the work area the title bar would be under the system's own bar.
    return { x: clamp(saved.x, leftmost, rightmost), y: Math.max(saved.y, home.y), ...size }
  }
  const [area] = workAreas
  const size = fit(saved ?? DEFAULT_SIZE, area)
  return {
    x: area.x + Math.round((area.width - size.width) / 2),
    y: area.y + Math.round((area.height - size.height) / 2),
    ...size,
  }
}

const isReachable = (bounds: Bounds, area: Bounds): boolean =>
  overlap(bounds.x, bounds.width, area.x, area.width) >= GRIP.width &&
  overlap(bounds.y, GRIP.height, area.y, area.height) >= GRIP.height / 2

/** So far from the window it was opened from that both title bars can be seen. */
const CASCADE_PX = 28

/** Where a window opened from one at `bounds` goes; `restoreBounds` keeps it on a screen. */
export const cascade = (bounds: Bounds): Bounds => ({
  ...bounds,
  x: bounds.x + CASCADE_PX,
  y: bounds.y + CASCADE_PX,
})

const overlap = (a: number, aLength: number, b: number, bLength: number): number =>
  Math.min(a + aLength, b + bLength) - Math.max(a, b)

const clamp = (value: number, min: number, max: number): number => Math.min(Math.max(value, min), max)

type Size = Pick<Bounds, 'width' | 'height'>

const fit = (size: Size, area: Bounds): Size => ({
  width: Math.max(MIN_SIZE.width, Math.min(size.width, area.width)),
  height: Math.max(MIN_SIZE.height, Math.min(size.height, area.height)),
})
