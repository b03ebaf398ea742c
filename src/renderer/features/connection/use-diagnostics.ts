import { useEffect, useState } from 'react'
import type { FeedCounters } from '#contract/feed'
import type { ServerID } from '#contract/ids'
import type { ServerDiagnostics } from '#contract/diagnostics'
import { rpc } from '../../rpc/rpc.ts'

/** Fast enough to watch, slow enough to cost nothing. */
const POLL_MS = 1_000

interface Diagnostics {
  readonly byServer: ReadonlyMap<ServerID, ServerDiagnostics>
  readonly windows: FeedCounters | null
  readonly error: string | null
}

/** The counters of every server, read each second while the caller is on the screen. */
export function useDiagnostics(): Diagnostics {
  const [held, setHeld] = useState<Diagnostics>({ byServer: new Map(), windows: null, error: null })
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let closed = false
    const read = async () => {
      const answer = await rpc.diagnostics({})
      if (closed) return
      setHeld((before) =>
        answer.ok
          ? {
              byServer: new Map(answer.value.servers.map((each) => [each.server, each])),
              windows: answer.value.windows,
              error: null,
            }
          : { ...before, error: answer.error.message },
      )
      timer = setTimeout(() => void read(), POLL_MS)
    }
    void read()
    return () => {
      closed = true
      clearTimeout(timer)
    }
  }, [])
  return held
}
