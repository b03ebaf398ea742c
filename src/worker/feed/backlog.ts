// Everything that waits for one window, in lanes that may overtake each other because they never speak of
// the same thing: `prompt` holds the active session and what a person waits for (asks, outbox, notices),
// `rest` all other sessions, and `page` the session being opened. Where that would not hold, when another
// session becomes active or a session goes, the lanes are joined until they have drained.

import { contentSession } from '#contract/content-session'
import type { OpPiece } from '#contract/feed'
import type { ServerID, SessionRef } from '#contract/ids'
import type { Op } from '#contract/ops'
import { createLane, type Lane } from './lane.ts'
import type { SessionPages } from './session-pages.ts'

/** A page is not begun in less room than this. */
const MIN_PAGE_ROOM = 4 * 1024

export type LaneName = 'prompt' | 'rest'

export interface Backlog {
  /** `content`: the session whose content it is. Where it waits now; null: it needn't, a page will tell it. */
  push(op: Op, content: SessionRef | null): LaneName | 'page' | null
  /** One batch of the lanes named; pages fill what room is left. */
  take(due: Readonly<Record<LaneName, boolean>>): {
    readonly ops: readonly Op[]
    readonly piece: OpPiece | null
  }
  setActive(active: SessionRef | null): void
  /** Everything waits in `prompt` now, and all that comes until it has drained. */
  join(): void
  /** Behind everything that waits now. */
  addPages(pages: SessionPages): void
  /** Nothing more of the content of these sessions. */
  close(isClosed: (ref: SessionRef) => boolean): void
  /** These in place of everything that waits. */
  load(ops: readonly Op[]): void
  clear(): void
  readonly isEmpty: (lane: LaneName) => boolean
  /** Pages can be taken, or will be once the joined lanes have drained. */
  readonly hasPages: () => boolean
  readonly isJoined: () => boolean
  readonly bytes: () => number
  /** What has waited longest. */
  readonly first: () => readonly Op[]
}

export function createBacklog(maxBatchBytes: number): Backlog {
  let pieces = 0
  const nextPiece = (): number => ++pieces
  const lanes = { prompt: createLane(nextPiece), rest: createLane(nextPiece) }
  const page = createLane(nextPiece)
  let queue: SessionPages[] = []
  let active: SessionRef | null = null
  let joined = false

  const isActive = (server: ServerID, session: string): boolean =>
    active !== null && active.session === session && active.server === server

  const laneOf = (op: Op, content: SessionRef | null): LaneName => {
    if (joined) return 'prompt'
    if (content) return isActive(content.server, content.session) ? 'prompt' : 'rest'
    if (op.op === 'session') return isActive(op.session.server, op.session.id) ? 'prompt' : 'rest'
    if (op.op === 'activity') return isActive(op.server, op.id) ? 'prompt' : 'rest'
    return 'prompt'
  }

  const pagesOf = ({ server, session }: SessionRef): SessionPages | undefined =>
    queue.find(({ ref }) => ref.session === session && ref.server === server)

  const dropPages = (isGone: (ref: SessionRef) => boolean): void => {
    queue = queue.filter(({ ref }) => !isGone(ref))
  }

  const join = (): void => {
    lanes.prompt.join(lanes.rest)
    joined = !lanes.prompt.isEmpty()
  }

  /** The next page waits in its lane, if there is one. */
  const readPage = (): void => {
    while (page.isEmpty()) {
      const pages = queue[0]
      if (!pages) return
      if (pages.isOver()) queue.shift()
      else for (const op of pages.next()) page.push(op)
    }
  }

  const take: Backlog['take'] = (due) => {
    const ops: Op[] = []
    let room = maxBatchBytes
    const takeFrom = (lane: Lane): OpPiece | null => {
      const taken = lane.take(room, ops.length === 0)
      ops.push(...taken.ops)
      room -= taken.bytes
      return taken.piece
    }
    let piece = due.prompt || due.rest ? takeFrom(lanes.prompt) : null
    if (!piece && due.rest) piece = takeFrom(lanes.rest)
    if (lanes.prompt.isEmpty()) joined = false
    while (!piece && !joined && (room >= MIN_PAGE_ROOM || ops.length === 0)) {
      readPage()
      const before = room
      if (page.isEmpty()) break
      piece = takeFrom(page)
      if (room === before) break
    }
    if (page.isEmpty()) while (queue[0]?.isOver()) queue.shift()
    return { ops, piece }
  }

  const clear = (): void => {
    lanes.prompt.clear()
    lanes.rest.clear()
    page.clear()
    queue = []
    joined = false
  }

  return {
    push: (op, content) => {
      if (op.op === 'session.remove' || op.op === 'server.remove') {
        dropPages((ref) =>
          op.op === 'server.remove'
            ? ref.server === op.id
            : ref.server === op.server && ref.session === op.id,
        )
        lanes.prompt.join(lanes.rest)
        lanes.prompt.join(page)
        joined = true
      } else if (content) {
        const pages = pagesOf(content)
        const placement = pages?.place(op) ?? 'free'
        if (placement === 'drop') return null
        if (placement === 'behind' && !page.isEmpty()) {
          page.push(op)
          return 'page'
        }
      }
      const lane = laneOf(op, content)
      lanes[lane].push(op)
      return lane
    },
    take,
    setActive: (next) => {
      active = next
    },
    join,
    addPages: (pages) => {
      queue.push(pages)
    },
    close: (isClosed) => {
      dropPages(isClosed)
      const isUnwanted = (op: Op): boolean => {
        const content = contentSession(op)
        return content !== null && isClosed(content)
      }
      for (const lane of [lanes.prompt, lanes.rest, page]) lane.drop(isUnwanted)
    },
    load: (ops) => {
      clear()
      for (const op of ops) lanes.prompt.push(op)
      joined = ops.length > 0
    },
    clear,
    isEmpty: (lane) => lanes[lane].isEmpty(),
    hasPages: () => queue.length > 0 || !page.isEmpty(),
    isJoined: () => joined,
    first: () => [lanes.prompt, lanes.rest, page].flatMap((lane) => lane.first()).slice(0, 1),
    bytes: () => lanes.prompt.bytes() + lanes.rest.bytes() + page.bytes(),
  }
}
