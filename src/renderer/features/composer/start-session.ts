// A message that begins a session, sent and followed in this window.

import { useStore as useZustand } from 'zustand'
import { sessionKey } from '#contract/ids'
import type { OutboxItem } from '#contract/model'
import type { Result } from '#contract/result'
import { rpc } from '../../rpc/rpc.ts'
import { openSession } from '../../store/actions.ts'
import { store } from '../../store/store.ts'
import { EMPTY, putBack } from './content.ts'
import { createFirstMessages, folderKey, type Folder } from './first-message.ts'
import { linkBack, sendOnce, type SendArgs } from './send.ts'
import { draftFor } from './use-draft.ts'

export const newScope = ({ server, directory }: Folder): string => `new:${server}/${directory}`

export const firstMessages = createFirstMessages({
  state: store.getState,
  subscribe: store.subscribe,
  carry: (folder, session) => {
    const from = draftFor(newScope(folder))
    const written = from.content()
    if (written === EMPTY) return
    draftFor(sessionKey(session)).update((now) => putBack(written, now))
    from.update(() => EMPTY)
  },
  open: openSession,
})

/** Null: no first message is on its way from this folder. */
export const useFirstMessage = (folder: Folder): { readonly isNextQueued: boolean } | null => {
  const pending = useZustand(firstMessages.store, (pendings) => pendings.get(folderKey(folder)))
  return pending === undefined ? null : { isNextQueued: pending.next !== null }
}

/** Hands over the message that begins a session, and goes there. */
export async function startSession(args: SendArgs): Promise<Result<OutboxItem>> {
  firstMessages.begin(args, args.id)
  const answer = await sendOnce(args, rpc.send, linkBack)
  if (answer.ok) firstMessages.follow(args, answer.value)
  else firstMessages.refuse(args, args.id)
  return answer
}
