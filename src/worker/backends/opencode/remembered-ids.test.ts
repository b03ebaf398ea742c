import { expect, test } from 'vitest'
import { rememberIds } from './remembered-ids.ts'

test('a repeat is known by type and id, within the last so many and not for ever', () => {
  const ids = rememberIds(4)
  for (let n = 0; n < 100; n++) {
    expect(ids.isRepeat('delta', `id${n}`)).toBe(false)
    for (let back = 0; back < Math.min(4, n + 1); back++)
      expect(ids.isRepeat('delta', `id${n - back}`), `${back} back at ${n}`).toBe(true)
    expect(ids.has('part', `id${n}`)).toBe(false)
    if (n > 8) expect(ids.has('delta', `id${n - 8}`)).toBe(false)
  }
})
