// Quitting waits for the servers to end, but not for ever.

import { app } from 'electron'

/** Above the lifeline's own TERM and KILL; whatever is left then goes when the host's pipe closes. */
const LIMIT_MS = 8000

export interface Quitting {
  /** Ends the servers, at most once; resolves when they have ended or the time is up. */
  readonly endServers: () => Promise<void>
}

export function endBeforeQuit(stop: () => Promise<void>): Quitting {
  let ending: Promise<void> | null = null
  let isEnded = false

  const endServers = (): Promise<void> => {
    ending ??= Promise.race([stop().catch(() => {}), pause(LIMIT_MS)]).then(() => {
      isEnded = true
    })
    return ending
  }
  app.on('will-quit', (event) => {
    if (isEnded) return
    event.preventDefault()
    void endServers().then(() => app.quit())
  })
  return { endServers }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
