import { useEffect, useState } from 'react'

/** Epoch milliseconds, drawn again every `everyMs`; null stands still. */
export function useNow(everyMs: number | null): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (everyMs === null) return
    const tick = () => setNow(Date.now())
    const soon = setTimeout(tick)
    const timer = setInterval(tick, everyMs)
    return () => {
      clearTimeout(soon)
      clearInterval(timer)
    }
  }, [everyMs])
  return now
}
