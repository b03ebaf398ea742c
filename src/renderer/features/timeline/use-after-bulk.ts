import { useEffect, useState } from 'react'

/** A burst of 10,000 tokens is less; more at once is a text that exists and is being handed over. */
const BULK_CHARS = 64_000
/** Batches of a text on its way come closer together than this. */
const QUIET_MS = 150

/** The text as it grows; while a large one is being handed over, as it was before, then all of it. */
export function useAfterBulk(text: string): string {
  const [shown, setShown] = useState(text)
  const isBulk = text.length - shown.length > BULK_CHARS
  if (!isBulk && shown !== text) setShown(text)
  useEffect(() => {
    if (!isBulk) return
    const timer = setTimeout(() => setShown(text), QUIET_MS)
    return () => clearTimeout(timer)
  }, [isBulk, text])
  return isBulk ? shown : text
}
