// The mirror of one server: the only truth. Owned by the fold, which changes it in place; everyone else
// reads. In place and not copied, because a delta must cost the same in a session of a thousand turns.

import type { AskID, MessageID, PartID, SessionID } from '#contract/ids'
import type {
  Ask,
  FileDiff,
  Gap,
  Message,
  MessageError,
  Millis,
  Part,
  Project,
  Server,
  Session,
  SessionStatus,
  TextField,
  Todo,
} from '#contract/model'

/** A growing text. `rev` rises when what was there is replaced; `final`: the part has ended. */
export interface TextState {
  rev: number
  text: string
  final: boolean
}

/** What of a session's messages is held. */
export interface Content {
  /** Where the oldest part of what is held came from; `nothing`: only what streamed by. */
  from: 'nothing' | 'cache' | 'server'
  /** There may be messages before the first one held. */
  older: boolean
  readonly messages: Map<MessageID, Message>
  /** Ids in time order: opencode's message ids sort by time. */
  order: MessageID[]
  readonly parts: Map<PartID, Part>
  readonly partOrder: Map<MessageID, PartID[]>
  readonly texts: Map<PartID, Map<TextField, TextState>>
  /** Removed by an event: a fetch that was under way must not bring them back. */
  readonly removed: Set<MessageID>
  /** Our clock when the stream last told of a message: a fetch begun before is older. */
  readonly heard: Map<MessageID, Millis>
  /** The same of a message's parts. */
  readonly partsHeard: Map<MessageID, Millis>
  /** Where messages may be missing between what is held and what came later; null: nowhere. */
  hole: Hole | null
}

export interface Hole {
  /** A page that reaches back to this message closes the hole: where the turn began that was the newest. */
  readonly after: MessageID
  /** The newest message held before the hole. */
  readonly last: MessageID
  /** `cache`: what lies before it is not known to be the server's own either. */
  readonly from: 'cut' | 'cache'
}

/** Since this mirror began. */
export interface MirrorCounts {
  gapsOpened: number
  gapsClosed: number
  /** Texts that were not whole and were made so by the part's end. */
  repairs: number
}

export interface SessionState {
  session: Session | null
  status: SessionStatus
  unread: boolean
  error: MessageError | null
  /** Our clock at the last event about the session or its status: a fetch begun before is older. */
  touchedAt: Millis
  /** The same of the server's record alone, and of the status alone. */
  recordAt: Millis
  statusAt: Millis
  activeElsewhere: boolean
  todos: readonly Todo[]
  diff: readonly FileDiff[]
  /** By part, or `session` for whole messages. */
  readonly gaps: Map<PartID | 'session', Gap>
  content: Content
}

export interface MirrorState {
  server: Server
  readonly projects: Map<string, Project>
  readonly sessions: Map<SessionID, SessionState>
  /** Deleted in this epoch: a fetch that was under way must not bring them back. */
  readonly deleted: Set<SessionID>
  readonly asks: Map<AskID, Ask>
  /** Asks answered in this epoch: a fetch that was under way must not bring them back. */
  readonly settled: Set<AskID>
  readonly counts: MirrorCounts
}

export const emptyContent = (): Content => ({
  from: 'nothing',
  older: false,
  messages: new Map(),
  order: [],
  parts: new Map(),
  partOrder: new Map(),
  texts: new Map(),
  removed: new Set(),
  heard: new Map(),
  partsHeard: new Map(),
  hole: null,
})

export const emptySession = (): SessionState => ({
  session: null,
  status: { type: 'idle' },
  unread: false,
  error: null,
  touchedAt: 0,
  recordAt: 0,
  statusAt: 0,
  activeElsewhere: false,
  todos: [],
  diff: [],
  gaps: new Map(),
  content: emptyContent(),
})

export const createMirrorState = (server: Server): MirrorState => ({
  server,
  projects: new Map(),
  sessions: new Map(),
  deleted: new Set(),
  asks: new Map(),
  settled: new Set(),
  counts: { gapsOpened: 0, gapsClosed: 0, repairs: 0 },
})
