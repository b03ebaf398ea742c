/** Made-up turns for what no recording is long enough for: a prompt, an answer that grows delta by delta, its end. */
import type { ServerEvent } from '#contract/events'
import { messageID, partID, sessionID, type SessionID } from '#contract/ids'
import type { Part } from '#contract/model'
import { server } from './worker-path.ts'

/** A token's length. */
export const DELTA = 'word '

export interface Answer {
  readonly session: SessionID
  readonly part: string
  readonly begin: readonly ServerEvent[]
  readonly delta: ServerEvent
  end(deltas: number): readonly ServerEvent[]
}

/** Ids rise with `n`, as a server's do. */
export function answer(sessionName: string, n: number): Answer {
  const session = sessionID(sessionName)
  const at = String(n).padStart(6, '0')
  const [prompt, message] = [messageID(`msg_${at}a`), messageID(`msg_${at}b`)]
  const part: Part = {
    type: 'text',
    id: partID(`prt_${sessionName}_${at}`),
    message,
    session,
    synthetic: false,
    start: n,
    end: null,
  }
  const model = { created: n, agent: null, model: null }
  return {
    session,
    part: part.id,
    begin: [
      { type: 'message.upsert', message: { role: 'user', id: prompt, session, diffs: [], ...model } },
      {
        type: 'message.upsert',
        message: {
          role: 'assistant',
          id: message,
          session,
          completed: null,
          parent: prompt,
          cost: 0,
          tokens: null,
          error: null,
          finish: null,
          summary: false,
          ...model,
        },
      },
      { type: 'part.upsert', part, text: { field: 'text', text: '', final: false } },
    ],
    delta: { type: 'part.delta', session, message, part: part.id, field: 'text', delta: DELTA },
    end: (deltas) => [
      {
        type: 'part.upsert',
        part: { ...part, end: n },
        text: { field: 'text', text: DELTA.repeat(deltas), final: true },
      },
      { type: 'session.status', session, status: { type: 'idle' } },
    ],
  }
}

export const sessionUpsert = (session: SessionID): ServerEvent => ({
  type: 'session.upsert',
  session: {
    server,
    id: session,
    directory: '/work',
    title: session,
    parent: null,
    created: 1,
    updated: 1,
    archived: null,
    agent: null,
    model: null,
    cost: 0,
    tokens: null,
    changes: null,
  },
})
