/** The server's upstream connections to one opencode: when all are taken, every further request waits. */
export interface Slots {
  take(begin: (free: () => void) => void): void
  used(): number
  waiting(): number
}

export function createSlots(count: number): Slots {
  const queue: ((free: () => void) => void)[] = []
  let used = 0

  function next(): void {
    if (used >= count) return
    const begin = queue.shift()
    if (!begin) return
    used += 1
    let isFree = false
    begin(() => {
      if (isFree) return
      isFree = true
      used -= 1
      next()
    })
  }

  return {
    take(begin) {
      queue.push(begin)
      next()
    },
    used: () => used,
    waiting: () => queue.length,
  }
}
