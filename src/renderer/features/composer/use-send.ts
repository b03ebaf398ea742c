import { useCallback } from 'react'
import { sessionKey } from '#contract/ids'
import type { CatalogCommand } from '#contract/model'
import { notify } from '../../store/actions.ts'
import type { Choice } from './choice.ts'
import { submissionOf } from './content.ts'
import { sendDraft, type SendTarget } from './send-draft.ts'
import { firstMessages, useFirstMessage } from './start-session.ts'
import { draftFor } from './use-draft.ts'

interface Sender {
  /** Sends what the draft holds, or has it wait for the session that is about to begin. False: nothing to send. */
  readonly send: (commands: readonly CatalogCommand[] | null, choice: Choice) => boolean
  /** A first message from here is on its way; what is sent now goes after it. */
  readonly isBeginning: boolean
  readonly isNextQueued: boolean
}

export function useSend(
  { server, directory, session, draft }: SendTarget,
  onRefused: (message: string | null) => void,
): Sender {
  const first = useFirstMessage({ server, directory })
  const isBeginning = session === null && first !== null
  const send = useCallback(
    (commands: readonly CatalogCommand[] | null, choice: Choice) => {
      const submission = submissionOf(draft.content(), commands)
      if (submission === null) return false
      if (!isBeginning) {
        void sendDraft({ server, directory, session, draft }, submission, choice, onRefused)
        return true
      }
      // The text stays where it can be seen and edited until the session is there.
      firstMessages.queue({ server, directory }, (begun) => {
        const carried = draftFor(sessionKey(begun))
        const later = submissionOf(carried.content(), commands)
        const refused = (message: string | null) => message !== null && notify('danger', message)
        const target = { server, directory, session: begun.session, draft: carried }
        if (later !== null) void sendDraft(target, later, choice, refused)
      })
      return true
    },
    [server, directory, session, draft, isBeginning, onRefused],
  )
  return { send, isBeginning, isNextQueued: isBeginning && first.isNextQueued }
}
