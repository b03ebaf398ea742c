/** What passes between the server and one opencode waits here, in order, while that opencode is frozen. */
export interface Gate {
  pass(fn: () => void): void
  freeze(): void
  thaw(): void
  isFrozen(): boolean
}

export function createGate(): Gate {
  let frozen = false
  let waiting: (() => void)[] = []
  return {
    pass(fn) {
      if (frozen) waiting.push(fn)
      else fn()
    },
    freeze: () => void (frozen = true),
    thaw() {
      frozen = false
      const due = waiting
      waiting = []
      for (const fn of due) fn()
    },
    isFrozen: () => frozen,
  }
}
