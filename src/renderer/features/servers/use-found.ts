import { useRef, useState } from 'react'
import type { RemoteKind } from '#contract/model'
import { rpc } from '../../rpc/rpc.ts'

export type Found = RemoteKind | 'nothing' | 'looking'

/** What answers at an address that has been written; it is looked for when its field is left. */
export function useFound(url: string | null) {
  const [held, setHeld] = useState<{ readonly url: string; readonly found: Found } | null>(null)
  const asked = useRef<string | null>(null)

  const look = async (): Promise<void> => {
    if (url === null || asked.current === url) return
    asked.current = url
    setHeld({ url, found: 'looking' })
    const answer = await rpc.detectServer({ url })
    // Another address has been written meanwhile.
    if (asked.current !== url) return
    setHeld(answer.ok ? { url, found: answer.value.kind ?? 'nothing' } : null)
    // What is not there yet may be by the next look.
    if (!answer.ok || answer.value.kind === null) asked.current = null
  }
  return { found: held !== null && held.url === url ? held.found : null, look: () => void look() }
}
