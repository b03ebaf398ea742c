// A message that begins a session, sent and followed in this window.

import { useStore as useZustand } from 'zustand'
import { sessionKey } from '#contract/ids'
import type { OutboxItem } from '#contract/model'
import type { Result } from '#contract/result'
import { rpc } from '../../rpc/rpc.ts'
import { openSession } from '../../store/actions.ts'
import { store, useStore } from '../../store/store.ts'
import { EMPTY, putBack } from './content.ts'
import { createFirstMessages, messageBefore, type Folder } from './first-message.ts'
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

/** A session is about to begin from this folder: what is sent now goes to it. */
export const useIsBeginning = (folder: Folder): boolean => {
  const pendings = useZustand(firstMessages.store)
  return useStore((state) => messageBefore(pendings, state, folder) !== null)
}

/** Hands over a message for a session that is not there yet, and goes there once it is. */
export async function startSession(
  message: Omit<SendArgs, 'after' | 'session'>,
): Promise<Result<OutboxItem>> {
  const after = messageBefore(firstMessages.store.getState(), store.getState(), message)
  const args = { ...message, session: null, after }
  firstMessages.begin(args, args.id)
  firstMessages.follow(args, args)
  const answer = await sendOnce(args, rpc.send, linkBack)
  if (answer.ok) firstMessages.follow(args, answer.value)
  else firstMessages.refuse(args, args.id)
  return answer
}
