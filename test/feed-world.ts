/**
 * Two servers' mirrors behind the worker's real hub, and two windows with the real feed of the renderer: a
 * steady one, and one whose connection, looks and attention come and go. All in one process and one clock.
 */
import type { ServerEvent } from '#contract/events'
import type { FeedCounters } from '#contract/feed'
import { askID, epoch, messageID, partID, sessionID, type SessionRef } from '#contract/ids'
import type { Part } from '#contract/model'
import { createManualClock, type ManualClock } from '#test/manual-clock'
import { createHub } from '../src/worker/hub.ts'
import { canonicalState } from '../src/worker/mirror/canonical.ts'
import { fold } from '../src/worker/mirror/fold.ts'
import { createMirrorState, type MirrorState } from '../src/worker/mirror/state.ts'
import type { ServerRuntime } from '../src/worker/servers/runtime.ts'
import { createFeedWindow, SESSIONS, type FeedWindow } from './feed-window.ts'

/** Longer than a batch: such ops go in pieces, such texts in several. */
const LARGE = 40_000

export interface FeedWorld {
  readonly clock: ManualClock
  readonly window: FeedWindow
  readonly steady: FeedWindow
  /** Something that `pick` chooses happens on a server. */
  event(pick: number, text: string): void
  /** Both windows look at the same. */
  show(active: number, open: number, visible: boolean): void
  /** Both windows are connected and have got all there is. */
  settle(): void
  /** What the mirrors hold of what the window has open. */
  canonical(): unknown
  counters(): FeedCounters
}

interface Life {
  readonly state: MirrorState
  readonly runtime: ServerRuntime
}

export function createFeedWorld(): FeedWorld {
  const clock = createManualClock()
  const lives: Life[] = []
  const byServer = (server: string): Life | undefined => lives.find(({ state }) => state.server.id === server)
  const hub = createHub({
    clock,
    runtimes: () => lives.map(({ runtime }) => runtime),
    runtime: (server) => byServer(server)?.runtime ?? null,
    cache: { note: () => undefined, flush: () => false, close: () => undefined },
    outboxOps: () => [],
    afterOps: () => undefined,
    onFocus: () => undefined,
  })
  for (const server of new Set(SESSIONS.map((ref) => ref.server))) lives.push(createLife(server))

  function createLife(server: SessionRef['server']): Life {
    const state = createMirrorState({
      id: server,
      kind: 'bundled',
      name: server,
      url: null,
      version: null,
      connection: { state: 'live', since: 0 },
    })
    let seq = 0
    const runtime = {
      id: server,
      state,
      cursor: () => ({ epoch: epoch(`epoch of ${server}`), seq }),
      dispatch: (event: ServerEvent) => {
        const ops = fold(state, event, clock.now())
        seq++
        hub.publish(runtime, ops)
      },
      openSession: () => undefined,
    } as unknown as ServerRuntime
    return { state, runtime }
  }

  const happen = (ref: SessionRef, event: ServerEvent): void => byServer(ref.server)?.runtime.dispatch(event)
  const create = (ref: SessionRef, title: string): void =>
    happen(ref, { type: 'session.upsert', session: sessionOf(ref, title) })
  for (const ref of SESSIONS) create(ref, 'new')

  const steady = createFeedWindow(clock, (port) => hub.addWindow(1, port))
  const window = createFeedWindow(clock, (port) => hub.addWindow(2, port))
  steady.connect()
  window.connect()

  let count = 0
  const event = (pick: number, given: string): void => {
    const ref = SESSIONS[pick % SESSIONS.length]
    const life = ref && byServer(ref.server)
    if (!ref || !life) return
    const kind = Math.floor(pick / SESSIONS.length) % 40
    const text = pick % 97 === 0 ? given.repeat(LARGE / given.length) : given
    const content = life.state.sessions.get(ref.session)?.content
    const messages = content?.order ?? []
    const parts = [...(content?.parts.values() ?? [])]
    const message = messages[pick % messages.length]
    const part = parts[pick % parts.length]
    const newest = parts.at(-1)
    const n = String(++count).padStart(5, '0')
    const whole = (of: Part, final: boolean, words: string): ServerEvent => ({
      type: 'part.upsert',
      part: final && of.type === 'text' ? { ...of, end: count } : of,
      text: { field: 'text', text: words, final },
    })
    switch (kind) {
      case 0:
      case 1:
        return happen(ref, { type: 'message.upsert', message: userMessage(ref, `msg_${n}`, count) })
      case 2:
      case 3:
      case 4:
        return message && happen(ref, whole(textPart(ref, message, `prt_${n}`), false, ''))
      case 5:
      case 6:
        return newest && happen(ref, whole(newest, true, textOf(life, ref, newest) || given))
      case 7:
        return part && happen(ref, whole(part, true, text))
      case 8:
        return (
          part &&
          happen(ref, { type: 'part.remove', session: ref.session, message: part.message, part: part.id })
        )
      case 9:
        return message && happen(ref, { type: 'message.remove', session: ref.session, message })
      case 10:
        return happen(ref, {
          type: 'session.status',
          session: ref.session,
          status: { type: 'busy', since: null },
        })
      case 11:
        return happen(ref, { type: 'session.status', session: ref.session, status: { type: 'idle' } })
      case 12:
        return happen(ref, {
          type: 'todo',
          session: ref.session,
          todos: [{ content: text, status: 'pending', priority: '' }],
        })
      case 13:
        return create(ref, text)
      case 14:
        happen(ref, { type: 'session.remove', session: ref.session })
        return create(ref, text)
      case 15:
        return happen(ref, {
          type: 'ask.upsert',
          ask: {
            kind: 'question',
            id: askID(`ask_${n}`),
            session: ref.session,
            asked: count,
            questions: [],
            tool: null,
          },
        })
      case 16: {
        const [ask] = life.state.asks.keys()
        return ask && happen(ref, { type: 'ask.settled', ask, session: ref.session, reply: 'answered' })
      }
      case 17:
        return happen(ref, {
          type: 'session.diff',
          session: ref.session,
          files: [{ file: text, patch: text, additions: 1, deletions: 0, status: 'modified' }],
        })
      case 18:
        return hub.broadcast([{ op: 'project.remove', server: ref.server, directory: text }])
      // A part whose message is not known yet, and a delta whose part is not.
      case 19:
        return happen(ref, whole(textPart(ref, messageID(`msg_${n}`), `prt_${n}`), false, ''))
      case 20:
        return happen(ref, delta(ref, 'msg_unknown', `prt_${ref.session}`, text))
      default: {
        const growing = [...parts].reverse().find(({ id }) => !content?.texts.get(id)?.get('text')?.final)
        return growing && happen(ref, delta(ref, growing.message, growing.id, text))
      }
    }
  }

  return {
    clock,
    window,
    steady,
    event,
    show: (...shows) => {
      window.show(...shows)
      steady.show(...shows)
    },
    settle: () => {
      window.thaw()
      window.connect()
      for (let n = 0; n < 5; n++) {
        clock.advanceSync(400)
        window.paint()
        steady.paint()
      }
    },
    canonical: () =>
      lives.map(({ state }) => {
        const { sessions, asks } = canonicalState(state)
        const ofServer = (id: string): SessionRef => ({ server: state.server.id, session: sessionID(id) })
        const shown = Object.entries(sessions).map(([id, held]) =>
          window.isOpen(ofServer(id)) ? [id, held] : [id, { ...(held as object), messages: [], todos: [] }],
        )
        return { server: state.server.id, sessions: Object.fromEntries(shown) as unknown, asks }
      }),
    counters: () => hub.windowCounters(),
  }
}

const textOf = (life: Life, ref: SessionRef, part: Part): string =>
  life.state.sessions.get(ref.session)?.content.texts.get(part.id)?.get('text')?.text ?? ''

const delta = (ref: SessionRef, message: string, part: string, text: string): ServerEvent => ({
  type: 'part.delta',
  session: ref.session,
  message: messageID(message),
  part: partID(part),
  field: 'text',
  delta: text,
})

const userMessage = ({ session }: SessionRef, id: string, created: number) =>
  ({ role: 'user', id: messageID(id), session, created, agent: null, model: null, diffs: [] }) as const

const textPart = ({ session }: SessionRef, message: string, id: string): Part => ({
  type: 'text',
  id: partID(id),
  message: messageID(message),
  session,
  synthetic: false,
  start: 1,
  end: null,
})

const sessionOf = ({ server, session }: SessionRef, title: string) => ({
  server,
  id: session,
  directory: '/work',
  title,
  parent: null,
  created: 1,
  updated: 1,
  archived: null,
  agent: null,
  model: null,
  cost: 0,
  tokens: null,
  changes: null,
})
