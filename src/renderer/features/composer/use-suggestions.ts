import { useEffect, useState } from 'react'
import type { ServerID } from '#contract/ids'
import type { Catalog } from '#contract/model'
import { rpc } from '../../rpc/rpc.ts'
import { suggestCommands, suggestMentions, type Suggestion, type Trigger } from './composer.logic.ts'

/** One search per pause in typing, not per key. */
const SEARCH_AFTER_MS = 80

interface Found {
  readonly query: string
  readonly files: readonly string[]
}

export interface Suggestions {
  readonly items: readonly Suggestion[]
  readonly isSearching: boolean
}

/** What fits the word being typed. The last files found stay until the next are known. */
export function useSuggestions(
  trigger: Trigger | null,
  catalog: Catalog | null,
  server: ServerID,
  directory: string,
): Suggestions {
  const [found, setFound] = useState<Found | null>(null)
  const query = trigger?.kind === 'mention' ? trigger.query : null
  useEffect(() => {
    if (query === null) return
    let isLatest = true
    const timer = setTimeout(async () => {
      const answer = await rpc.findFiles({ server, directory, query })
      if (isLatest) setFound({ query, files: answer.ok ? answer.value : [] })
    }, SEARCH_AFTER_MS)
    return () => {
      isLatest = false
      clearTimeout(timer)
    }
  }, [query, server, directory])
  if (trigger === null) return { items: [], isSearching: false }
  if (trigger.kind === 'command')
    return { items: suggestCommands(catalog?.commands ?? [], trigger.query), isSearching: false }
  return {
    items: suggestMentions(catalog?.agents ?? [], found?.files ?? [], trigger.query),
    isSearching: found?.query !== query,
  }
}
