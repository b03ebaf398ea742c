import { useCallback, useEffect, useState } from 'react'
import type { SessionRef } from '#contract/ids'
import type { FileDiff } from '#contract/model'
import { rpc } from '../../rpc/rpc.ts'

export interface Changes {
  readonly files: readonly FileDiff[]
  readonly error: string | null
  readonly loading: boolean
  readonly again: () => void
}

const none: readonly FileDiff[] = []

/**
 * The session's changed files: asked for when the panel opens and whenever the server says that they
 * changed, because what it says by itself may carry counts without patches.
 */
export function useChanges({ server, session }: SessionRef, live: readonly FileDiff[] | undefined): Changes {
  const [fetched, setFetched] = useState<readonly FileDiff[] | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [loading, setLoading] = useState(true)
  const [round, setRound] = useState(0)
  const again = useCallback(() => {
    setLoading(true)
    setRound((before) => before + 1)
  }, [])

  useEffect(() => {
    let stale = false
    void rpc.sessionDiff({ server, session, message: null }).then((answer) => {
      if (stale) return
      setLoading(false)
      setError(answer.ok ? null : answer.error.message)
      if (answer.ok) setFetched(answer.value)
    })
    return () => {
      stale = true
    }
  }, [server, session, live, round])

  return { files: fetched ?? live ?? none, error, loading, again }
}
