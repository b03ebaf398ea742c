import { useCallback } from 'react'
import type { CatalogCommand } from '#contract/model'
import type { Choice } from './choice.ts'
import { submissionOf } from './content.ts'
import { sendDraft, type SendTarget } from './send-draft.ts'

/** Sends what the draft holds. False: nothing to send. */
export function useSend(
  { server, directory, session, draft }: SendTarget,
  onRefused: (message: string | null) => void,
): (commands: readonly CatalogCommand[] | null, choice: Choice) => boolean {
  return useCallback(
    (commands, choice) => {
      const submission = submissionOf(draft.content(), commands)
      if (submission === null) return false
      void sendDraft({ server, directory, session, draft }, submission, choice, onRefused)
      return true
    },
    [server, directory, session, draft, onRefused],
  )
}
