// An answer that was given and that the server has not confirmed.

import { useState } from 'react'
import type { CommandItem } from '#contract/commands'
import { rpc } from '../../rpc/rpc.ts'
import type { AskHere } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'
import { replyTo } from '../outbox/commands.logic.ts'
import { askKeyOf, useDraft } from './drafts.ts'
import { givenAnswer } from './reply.logic.ts'
import { strings } from './strings.ts'

export interface ReplyState {
  /** Nothing else can be answered meanwhile. */
  readonly isGiven: boolean
  /** One sentence, or nothing to say. */
  readonly words: string | null
  readonly error: string | null
  /** Null: it can't be taken back just now. */
  readonly withdraw: (() => void) | null
}

function wordsOf({ state, command }: CommandItem): string | null {
  switch (state.type) {
    case 'sending':
      return strings.answering
    case 'waiting-server':
      return strings.waitsForServer(givenAnswer(command))
    case 'waiting-retry':
      return strings.waitsForRetry(givenAnswer(command), new Date(state.until).toLocaleTimeString())
    case 'failed':
      return null
  }
}

export function useReply(ask: AskHere): ReplyState {
  const draft = useDraft(askKeyOf(ask))
  const item = useStore((state) => replyTo(state.commands, ask))
  const [refusal, setRefusal] = useState<string | null>(null)
  const isWaiting = item?.state.type === 'waiting-server' || item?.state.type === 'waiting-retry'
  const failure = item?.state.type === 'failed' ? `${strings.failed} ${item.state.message}` : null
  return {
    isGiven: draft.phase === 'answering' || (item !== null && failure === null),
    words: draft.phase === 'answering' ? strings.answering : item && wordsOf(item),
    error: draft.error ?? refusal ?? failure,
    withdraw: isWaiting
      ? () =>
          void rpc
            .withdrawCommand({ id: item.id })
            .then((answer) => setRefusal(answer.ok ? null : answer.error.message))
      : null,
  }
}
