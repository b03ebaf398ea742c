import { outboxID, type ServerID, type SessionID } from '#contract/ids'
import { rpc } from '../../rpc/rpc.ts'
import type { Choice } from './choice.ts'
import { putBack, type Submission } from './content.ts'
import type { DraftState } from './draft.ts'
import { linkBack, sendOnce } from './send.ts'
import { startSession } from './start-session.ts'
import { strings } from './strings.ts'
import { rememberForFolder } from './use-choice.ts'

export interface SendTarget {
  readonly server: ServerID
  readonly directory: string
  readonly session: SessionID | null
  readonly draft: DraftState
}

/** Sends and empties the draft at once; what is refused comes back with the reason. */
export async function sendDraft(
  { server, directory, session, draft }: SendTarget,
  { outgoing, rest }: Submission,
  choice: Choice,
  onRefused: (message: string | null) => void,
): Promise<void> {
  const sent = draft.content()
  draft.update(() => rest)
  onRefused(null)
  rememberForFolder(server, directory, choice)
  const args = {
    id: outboxID(crypto.randomUUID()),
    server,
    directory,
    content: outgoing,
    ...choice,
  }
  const answer = await (session === null
    ? startSession(args)
    : sendOnce({ ...args, session, after: null }, rpc.send, linkBack))
  if (answer.ok) {
    void draft.flush()
    return
  }
  draft.update((now) =>
    putBack(sent, { ...now, chips: now.chips.filter((chip) => !rest.chips.includes(chip)) }),
  )
  onRefused(strings.sendFailed(answer.error.message))
}
