/** A window with the renderer's real feed, preview and store reducer, without its looks. */
import type { WindowState } from '#contract/feed'
import { refKey, serverID, sessionID, sessionKey, type SessionRef } from '#contract/ids'
import type { Port } from '#contract/port'
import { ok } from '#contract/result'
import type { ManualClock } from '#test/manual-clock'
import { createFeed } from '../src/renderer/feed/create-feed.ts'
import { createTextSink } from '../src/renderer/feed/repair.ts'
import { createPreview } from '../src/renderer/preview/create-preview.ts'
import { initialState, type State } from '../src/renderer/store/state.ts'

/** As the window does (feed.ts). */
const HOLD_MS = 300

export const SESSIONS: readonly SessionRef[] = ['one', 'two'].flatMap((server) =>
  ['a', 'b'].map((session) => ({ server: serverID(server), session: sessionID(`ses_${server}_${session}`) })),
)

export interface FeedWindow {
  /** Connects again, unless it is connected. */
  connect(): void
  /** The connection is gone, with all that was on its way. */
  cut(): void
  /** It hears nothing until `thaw`, and so answers nothing. */
  freeze(): void
  thaw(): void
  paint(): void
  /** Indices of SESSIONS: the active one, and a bit for each other open one. */
  show(active: number, open: number, visible: boolean): void
  isOpen(ref: SessionRef): boolean
  /** All that is shown. */
  contents(): unknown
  /** The same, as `canonicalState` says it. */
  canonical(): unknown
  gaps(): unknown
  /** Texts it had to ask for, because it found a hole in them. */
  readonly asked: () => number
}

export function createFeedWindow(clock: ManualClock, attach: (port: Port) => void): FeedWindow {
  const preview = createPreview({ now: clock.now, setTimer: () => undefined, isUrgent: () => false })
  let state: State = initialState
  let shows: readonly [number, number, boolean] = [0, 1, true]
  let asked = 0
  let isFrozen = false
  let wire: Wire | null = null
  let waiting: unknown[] = []
  let isDraining = false

  const text = createTextSink({
    preview,
    fetchText: async () => {
      asked++
      return ok({ rev: 0, text: '' })
    },
    onGaps: (session) => feed.showGaps(session),
    now: clock.now,
  })
  const openRefs = (): readonly SessionRef[] =>
    SESSIONS.filter((_, index) => index === shows[0] || (shows[1] & (1 << index)) !== 0)
  const isOpen = (ref: SessionRef): boolean =>
    openRefs().some((other) => sessionKey(other) === sessionKey(ref))
  const windowState = (): WindowState => ({
    active: SESSIONS[shows[0]] ?? null,
    open: openRefs(),
    visible: shows[2],
    focused: shows[2],
  })
  const feed = createFeed({
    preview,
    text,
    update: (change) => void (state = change(state)),
    windowState,
    requestFlush: () => undefined,
    onReload: () => {
      throw new Error('The contract is the same.')
    },
    onHeld: () => void clock.after(HOLD_MS, () => feed.flush(true)),
    onApplied: () => undefined,
  })

  /** In order, also what the worker says in answer to what is being heard. */
  const drain = (): void => {
    if (isDraining) return
    isDraining = true
    while (!isFrozen && waiting.length > 0) wire?.deliver(waiting.shift())
    isDraining = false
  }
  const hear = (message: unknown): void => {
    waiting.push(message)
    drain()
  }

  return {
    connect: () => {
      if (wire) return
      const next = createWire((message) => {
        if (wire === next) hear(message)
      })
      wire = next
      attach(next.workerEnd)
      feed.connect(next.windowEnd)
    },
    cut: () => {
      wire?.end()
      wire = null
      waiting = []
    },
    freeze: () => void (isFrozen = true),
    thaw: () => {
      isFrozen = false
      drain()
    },
    paint: () => feed.flush(),
    show: (active, open, visible) => {
      const before = openRefs()
      shows = [active, open, visible]
      feed.sendState(
        windowState(),
        before.filter((ref) => !isOpen(ref)),
      )
    },
    isOpen,
    asked: () => asked,
    gaps: () => state.gaps,
    contents: () => {
      const { sent: _sent, ui: _ui, notices: _notices, ...shown } = state
      const texts = Object.keys(shown.part).map((key) => {
        const part = Object.values(shown.part).find((held) => key.endsWith(`/${held.id}`))
        const server = SESSIONS.find((ref) => key.startsWith(`${ref.server}/`))?.server
        return part && server ? [key, preview.textOf(server, part.id, 'text')] : [key]
      })
      return { shown: withoutEmptyLists(shown), texts: texts.sort() }
    },
    canonical: () =>
      [...new Set(SESSIONS.map((ref) => ref.server))].map((server) => {
        const sessions = Object.values(state.sessions).filter((session) => session.server === server)
        return {
          server,
          sessions: Object.fromEntries(
            sessions.map((session) => {
              const key = refKey(server, session.id)
              const activity = state.activity[key]
              return [
                session.id,
                {
                  session,
                  status: activity?.status.type ?? 'idle',
                  error: activity?.error ?? null,
                  todos: state.todos[key] ?? [],
                  messages: (state.messages[key] ?? []).map((message) => ({
                    message: state.message[refKey(server, message)],
                    parts: (state.parts[refKey(server, message)] ?? []).map((part) => ({
                      part: state.part[refKey(server, part)],
                      texts: preview.isWhole(server, part, 'text')
                        ? [['text', preview.textOf(server, part, 'text')]]
                        : [],
                    })),
                  })),
                },
              ]
            }),
          ),
          asks: Object.values(state.asks)
            .filter((ask) => ask.server === server)
            .map((ask) => ask.id)
            .sort(),
        }
      }),
  }
}

interface Wire {
  readonly workerEnd: Port
  readonly windowEnd: Port
  /** To the window, past whatever holds it up. */
  deliver(message: unknown): void
  end(): void
}

/** Two ends in one process; values are copied as a real port copies them. */
function createWire(toWindow: (message: unknown) => void): Wire {
  let heardByWorker = (_message: unknown): void => undefined
  let heardByWindow = (_message: unknown): void => undefined
  let closed = (): void => undefined
  let isOpen = true
  return {
    workerEnd: {
      post: (message) => {
        if (isOpen) toWindow(structuredClone(message))
      },
      onMessage: (listener) => void (heardByWorker = listener),
      onClose: (listener) => void (closed = listener),
      close: () => undefined,
    },
    windowEnd: {
      post: (message) => {
        if (isOpen) heardByWorker(structuredClone(message))
      },
      onMessage: (listener) => void (heardByWindow = listener),
      onClose: () => undefined,
      close: () => undefined,
    },
    deliver: (message) => heardByWindow(message),
    end: () => {
      isOpen = false
      closed()
    },
  }
}

const REST = JSON.stringify({ status: { type: 'idle' }, unread: false, error: null, activeElsewhere: false })

/** An empty list, a view of nothing, a session's rest: a snapshot does not say them. */
const isNothing = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.length === 0
    : JSON.stringify(value) === REST ||
      (typeof value === 'object' && value !== null && 'from' in value && value.from === 'nothing')

/** A list emptied one by one and a list never begun show the same. */
const withoutEmptyLists = (tables: object): unknown =>
  Object.fromEntries(
    Object.entries(tables).map(([name, table]) => [
      name,
      typeof table === 'object' && table !== null && !Array.isArray(table)
        ? Object.fromEntries(
            Object.entries(table as Record<string, unknown>).filter(([, value]) => !isNothing(value)),
          )
        : (table as unknown),
    ]),
  )
