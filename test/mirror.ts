/** A mirror as the worker feeds it, and what a server with that state would answer to a refetch. */
import type { FetchedMessage, ServerEvent } from '#contract/events'
import { messageID, partID, serverID, sessionID, type SessionID } from '#contract/ids'
import type { Op } from '#contract/ops'
import type { RecordedEvent } from '#test/recordings/recordings'
import { createDecoder } from '../src/worker/backends/opencode/decode.ts'
import { fold } from '../src/worker/mirror/fold.ts'
import { serverSnapshot, sessionSnapshot } from '../src/worker/mirror/snapshot.ts'
import { createMirrorState, type MirrorState } from '../src/worker/mirror/state.ts'

const server = serverID('local')
export const emptyMirror = (): MirrorState =>
  createMirrorState({
    id: server,
    kind: 'bundled',
    name: 'This computer',
    url: null,
    version: null,
    connection: { state: 'live', since: 0 },
  })

/** A mirror behind a decoder, as the worker has it; `take` gives the ops of one recorded event. */
export function createReader() {
  const state = emptyMirror()
  const decoder = createDecoder(server)
  const take = ({ at, data }: RecordedEvent): readonly Op[] =>
    decoder.decode(data, at).flatMap((event) => fold(state, event, at))
  return { state, decoder, take, takeAll: (events: readonly RecordedEvent[]) => events.flatMap(take) }
}
export const readAll = (events: readonly RecordedEvent[]): MirrorState => {
  const { state, takeAll } = createReader()
  takeAll(events)
  return state
}

/** What the server would answer when its own state is this: an unfinished text is stored as ''. */
function messagesOf(state: MirrorState, session: SessionID): readonly FetchedMessage[] {
  const content = state.sessions.get(session)?.content
  return (content?.order ?? []).flatMap((id) => {
    const message = content?.messages.get(id)
    if (!content || !message) return []
    const parts = (content.partOrder.get(id) ?? []).flatMap((part): FetchedMessage['parts'] => {
      const record = content.parts.get(part)
      if (!record) return []
      const [held] = content.texts.get(part) ?? []
      if (!held) return [{ part: record, text: null }]
      const [field, { text, final }] = held
      return [{ part: record, text: { field, text: final || field === 'output' ? text : '', final } }]
    })
    return [{ message, parts }]
  })
}

/** Everything that a refetch brings, as a server in this state answers it. */
export function fetchesOf(state: MirrorState, since: number): readonly ServerEvent[] {
  const held = [...state.sessions].filter(([, { session }]) => session !== null)
  const directories = new Set(held.map(([, { session }]) => session?.directory ?? ''))
  return [
    ...[...directories].flatMap((directory): ServerEvent[] => {
      const here = held.filter(([, { session }]) => session?.directory === directory)
      return [
        {
          type: 'fetched.sessions',
          directory,
          since,
          sessions: here.flatMap(([, { session }]) => (session ? [session] : [])),
          whole: true,
        },
        {
          type: 'fetched.statuses',
          directory,
          since,
          statuses: here.flatMap(([id, { status }]) =>
            status.type === 'idle' ? [] : [[id, status] as const],
          ),
        },
        {
          type: 'fetched.asks',
          directory,
          since,
          asks: [...state.asks.values()].filter((ask) => here.some(([id]) => id === ask.session)),
        },
      ]
    }),
    ...held.map(([session]): ServerEvent => ({
      type: 'fetched.messages',
      session,
      since,
      messages: messagesOf(state, session),
      newest: true,
      older: false,
      source: 'server',
    })),
  ]
}

/** All that a window with every session open gets at its hello. */
export const snapshotOf = (state: MirrorState): readonly Op[] => [
  ...serverSnapshot(state),
  ...[...state.sessions.keys()].flatMap((id) => sessionSnapshot(state, id)),
]

/** A session of `count` one-text messages, and the page of those from `from` on. */
export function pageOf(
  count: number,
  from: number,
  older: boolean,
): Extract<ServerEvent, { type: 'fetched.messages' }> {
  const session = sessionID('ses_1')
  const messages = Array.from({ length: count - from }, (_, index): FetchedMessage => {
    const n = String(from + index).padStart(4, '0')
    const message = messageID(`msg_${n}`)
    return {
      message: {
        role: 'user',
        id: message,
        session,
        created: from + index,
        agent: null,
        model: null,
        diffs: [],
      },
      parts: [
        {
          part: {
            type: 'text',
            id: partID(`prt_${n}`),
            message,
            session,
            synthetic: false,
            start: null,
            end: null,
          },
          text: { field: 'text', text: n, final: true },
        },
      ],
    }
  })
  return { type: 'fetched.messages', session, since: 0, messages, newest: true, older, source: 'server' }
}
