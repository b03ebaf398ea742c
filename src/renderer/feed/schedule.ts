// When received batches are applied: with the next frame, or without waiting for one where none comes.

/** Hidden windows draw nothing; this only joins what arrives together. */
const HIDDEN_FLUSH_MS = 100

/** Calls `flush` once for any number of requests until then. */
export function createSchedule(flush: () => void): () => void {
  let cancel: (() => void) | null = null

  function run() {
    cancel = null
    flush()
  }

  function request() {
    if (cancel !== null) return
    if (document.visibilityState === 'visible') {
      const frame = requestAnimationFrame(run)
      cancel = () => cancelAnimationFrame(frame)
    } else {
      const timer = setTimeout(run, HIDDEN_FLUSH_MS)
      cancel = () => clearTimeout(timer)
    }
  }

  // A frame asked for just before hiding would come only when the window is seen again.
  document.addEventListener('visibilitychange', () => {
    if (cancel === null) return
    cancel()
    cancel = null
    request()
  })
  return request
}
