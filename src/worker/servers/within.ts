import type { Clock } from '../clock.ts'

/** Null when it takes longer; the answer is not waited for any more. */
export const within = <T>(clock: Clock, ms: number, answer: Promise<T>): Promise<T | null> =>
  new Promise((resolve) => {
    const cancel = clock.after(ms, () => resolve(null))
    void answer.then((value) => {
      cancel()
      resolve(value)
    })
  })
