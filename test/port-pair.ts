/** Two ends in one process; values are copied as a real port copies them. */
import type { Port } from '#contract/port'

export interface PortPair {
  readonly ends: readonly [Port, Port]
  /** Nothing passes any more; `heardBy`: the ends that are told, as when the other's process has ended. */
  cut(heardBy: readonly (0 | 1)[]): void
}

export function createPortPair(): PortPair {
  const onMessage: ((message: unknown) => void)[] = [() => undefined, () => undefined]
  const onClose: (() => void)[] = [() => undefined, () => undefined]
  let isOpen = true

  const cut: PortPair['cut'] = (heardBy) => {
    if (!isOpen) return
    isOpen = false
    for (const end of heardBy) onClose[end]?.()
  }
  const end = (here: 0 | 1, there: 0 | 1): Port => ({
    post: (message) => {
      if (isOpen) onMessage[there]?.(structuredClone(message))
    },
    onMessage: (listener) => void (onMessage[here] = listener),
    onClose: (listener) => void (onClose[here] = listener),
    close: () => cut([there]),
  })
  return { ends: [end(0, 1), end(1, 0)], cut }
}
