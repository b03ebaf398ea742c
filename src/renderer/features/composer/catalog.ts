// What can be chosen in each folder, asked once and kept; asked again when the server, or the folder’s process, has come back.

import { useEffect, useSyncExternalStore } from 'react'
import { refKey, type RefKey, type ServerID } from '#contract/ids'
import type { Catalog } from '#contract/model'
import { rpc } from '../../rpc/rpc.ts'
import { useStore } from '../../store/store.ts'

export interface CatalogState {
  readonly status: 'loading' | 'ready' | 'failed'
  /** The last known one stays while it is asked for again. */
  readonly catalog: Catalog | null
  readonly message: string | null
}

const LOADING: CatalogState = { status: 'loading', catalog: null, message: null }

/** Folders looked at in one sitting; a catalog of many providers is some 100 kB. */
const MAX_CATALOGS = 16

const known = new Map<RefKey, CatalogState>()
const lastAsked = new Map<RefKey, symbol>()
const listeners = new Set<() => void>()

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function keep(key: RefKey, state: CatalogState): void {
  known.delete(key)
  known.set(key, state)
  const oldest = known.keys().next().value
  if (known.size > MAX_CATALOGS && oldest !== undefined) known.delete(oldest)
  for (const listener of listeners) listener()
}

export async function loadCatalog(server: ServerID, directory: string): Promise<void> {
  const key = refKey(server, directory)
  const asked = Symbol(key)
  lastAsked.set(key, asked)
  const before = known.get(key)
  if (before?.status === 'failed') keep(key, { ...before, status: 'loading' })
  const answer = await rpc.catalog({ server, directory })
  if (lastAsked.get(key) !== asked) return
  lastAsked.delete(key)
  if (answer.ok) keep(key, { status: 'ready', catalog: answer.value, message: null })
  else
    keep(key, { status: 'failed', catalog: known.get(key)?.catalog ?? null, message: answer.error.message })
}

/** When this server's stream was last established; null while there is none. */
const connectedSince = (server: ServerID) => (state: Parameters<Parameters<typeof useStore>[0]>[0]) => {
  const connection = state.servers[server]?.connection
  return connection?.state === 'live' || connection?.state === 'polling' ? connection.since : null
}

export function useCatalog(server: ServerID, directory: string): CatalogState {
  const since = useStore(connectedSince(server))
  const isLinked = useStore((state) => state.link === 'connected')
  const run = useStore((state) => state.projects[refKey(server, directory)]?.run?.state ?? 'live')
  const isRunning = run === 'live'
  useEffect(() => {
    if (isLinked) void loadCatalog(server, directory)
  }, [server, directory, since, isLinked, isRunning])
  return useSyncExternalStore(subscribe, () => known.get(refKey(server, directory)) ?? LOADING)
}
