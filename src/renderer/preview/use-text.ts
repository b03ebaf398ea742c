import { useCallback, useSyncExternalStore } from 'react'
import type { PartID, ServerID } from '#contract/ids'
import type { TextField } from '#contract/model'
import { subscribe, textOf } from './preview.ts'

/** A part's text as it stands now; draws again at the cadence of cadence.ts while it grows. */
export function useText(server: ServerID, part: PartID, field: TextField): string {
  const listen = useCallback(
    (listener: () => void) => subscribe(server, part, field, listener),
    [server, part, field],
  )
  return useSyncExternalStore(listen, () => textOf(server, part, field))
}
