import { useEffect, useRef, useState } from 'react'
import type { ServerID } from '#contract/ids'
import type { FolderListing } from '#contract/rpc'
import { rpc } from '../../rpc/rpc.ts'

/** Folders kept while the dialog is open, so that going back and forth does not flicker. */
const MAX_KEPT = 50

export interface Listing {
  /** The last folder that could be read: it stays while another one is on its way. */
  readonly shown: FolderListing | null
  readonly loading: boolean
  readonly error: string | null
}

/** The folders in `path` on the server's machine, null being the home folder there. */
export function useListing(server: ServerID, path: string | null): Listing {
  const [listing, setListing] = useState<Listing>({ shown: null, loading: true, error: null })
  const kept = useRef(new Map<string, FolderListing>())
  useEffect(() => {
    const key = `${server} ${path ?? ''}`
    const known = kept.current.get(key)
    setListing((before) => ({ shown: known ?? before.shown, loading: true, error: null }))
    let stale = false
    void rpc.listFolder({ server, path }).then((answer) => {
      if (stale) return
      if (!answer.ok) {
        setListing((before) => ({ ...before, loading: false, error: answer.error.message }))
        return
      }
      if (kept.current.size >= MAX_KEPT) kept.current.clear()
      kept.current.set(key, answer.value)
      setListing({ shown: answer.value, loading: false, error: null })
    })
    return () => {
      stale = true
    }
  }, [server, path])
  return listing
}
