import { useCallback } from 'react'
import { outboxID, type ServerID, type SessionID } from '#contract/ids'
import { rpc } from '../../rpc/rpc.ts'
import type { Choice } from './choice.ts'
import { putBack, type Submission } from './content.ts'
import type { DraftState } from './draft.ts'
import { followNewSession, linkBack, sendOnce } from './send.ts'
import { strings } from './strings.ts'
import { rememberForFolder } from './use-choice.ts'

interface SendTarget {
  readonly server: ServerID
  readonly directory: string
  readonly session: SessionID | null
  readonly draft: DraftState
}

/** Sends and empties the composer at once; what is refused comes back with the reason. */
export function useSend(
  { server, directory, session, draft }: SendTarget,
  onRefused: (message: string | null) => void,
): (submission: Submission, choice: Choice) => Promise<void> {
  return useCallback(
    async ({ outgoing, rest }, choice) => {
      const folder = { server, directory }
      const sent = draft.content()
      draft.update(() => rest)
      onRefused(null)
      rememberForFolder(server, directory, choice)
      const args = { id: outboxID(crypto.randomUUID()), ...folder, session, content: outgoing, ...choice }
      const answer = await sendOnce(args, rpc.send, linkBack)
      if (!answer.ok) {
        draft.update((now) =>
          putBack(sent, { ...now, chips: now.chips.filter((chip) => !rest.chips.includes(chip)) }),
        )
        onRefused(strings.sendFailed(answer.error.message))
      } else {
        void draft.flush()
        if (session === null) followNewSession(answer.value, folder)
      }
    },
    [server, directory, session, draft, onRefused],
  )
}
