// What is asked about a session: the newest page, back to what is known; older ones; and whether what has
// not ended ever will.

import type { PartID, SessionID } from '#contract/ids'
import type { Millis, Part } from '#contract/model'
import { fail, ok, type Result } from '#contract/result'
import type { MessagesPage } from '../backends/backend.ts'
import type { SyncContext } from './sync.ts'
import { within } from './within.ts'

/** Messages of a page: some ten turns, painted before older ones are asked for. */
export const PAGE_MESSAGES = 60
/** Pages read back to the last known message. Of a longer absence the rest is read when scrolled to. */
const MAX_PAGES_BACK = 20

/** A page is shown after this even if it is not known yet whether its session works. */
const STATUSES_WAIT_MS = 2_000

const CUT = fail('offline', 'The connection was cut meanwhile.')

export interface MessageSync {
  /** One that is under way is waited for instead. */
  loadNewest(session: SessionID): Promise<Result<null>>
  loadOlder(session: SessionID): Promise<Result<null>>
  todos(session: SessionID): Promise<Result<null>>
  /** Idle by now: what of it still has not ended is asked about once more, after what is under way. */
  settle(session: SessionID): Promise<void>
  /** What is under way is no answer for anyone who asks from now on. */
  forget(): void
  /** The same for one session. */
  cutOff(session: SessionID): void
  /** Whoever asks from now on asks anew; what is under way is taken in all the same. */
  letGo(session: SessionID): void
  isLoading(session: SessionID): boolean
}

export function createMessageSync(options: SyncContext): MessageSync {
  const { state, client, dispatch, life, counts } = options
  const loading = new Map<SessionID, Promise<Result<null>>>()
  /** How often what was asked of a session alone was cut off. */
  const cutOffs = new Map<SessionID, number>()
  const lifeOf = (session: SessionID): string => `${life()}/${cutOffs.get(session) ?? 0}`
  const held = (session: SessionID) => state.sessions.get(session)

  /** The newest page and, where a cut left a hole, those before it until it is closed. */
  const readBack = async (session: SessionID): Promise<Result<MessagesPage>> => {
    const hole = held(session)?.content.hole
    let page = await client.messages(session, PAGE_MESSAGES, null)
    for (let pages = 1; pages < MAX_PAGES_BACK && page.ok && page.value.older; pages++) {
      const { messages } = page.value
      const first = messages[0]?.message
      if (hole?.from !== 'cut' || !first || first.id <= hole.after) break
      const before = await client.messages(session, PAGE_MESSAGES, first)
      if (!before.ok) return before
      if (before.value.messages.length === 0) break
      page = ok({ messages: [...before.value.messages, ...messages], older: before.value.older })
    }
    if (hole && page.ok) counts.refetches++
    return page
  }

  const take = (session: SessionID, since: Millis, page: MessagesPage, newest: boolean): void =>
    dispatch({ type: 'fetched.messages', session, since, ...page, newest, source: 'server' })

  /** Parts of an idle session that are marked because they had not ended. */
  const marked = (session: SessionID): readonly PartID[] => {
    const now = held(session)
    if (now?.status.type !== 'idle') return []
    return [...now.gaps.values()].flatMap(({ part, reason }) =>
      part !== null && reason === 'unfinished-text' ? [part] : [],
    )
  }

  /**
   * A page can be ahead of the stream: an answer just begun must not look like one left behind. True when
   * the server was asked and works on nothing here.
   */
  const isKnownIdle = async (session: SessionID, { messages }: MessagesPage): Promise<boolean> => {
    const isLeft = messages.some(({ message }) => message.role === 'assistant' && message.completed === null)
    const now = held(session)
    if (!now?.session || now.status.type !== 'idle') return false
    if (!isLeft && marked(session).length === 0) return false
    const answer = await within(options.clock, STATUSES_WAIT_MS, options.askStatuses(now.session.directory))
    return answer?.ok ?? false
  }

  /** Read back after it was known to be idle: only that proves that nothing more comes. */
  const settleMarked = async (session: SessionID): Promise<Result<null>> => {
    const mine = lifeOf(session)
    const { parts, older } = held(session)?.content ?? { parts: new Map<PartID, Part>(), older: false }
    const ids = new Set(marked(session).flatMap((part) => parts.get(part)?.message ?? []))
    for (const id of ids) {
      const since = options.clock.now()
      const message = await client.message(session, id)
      if (mine !== lifeOf(session)) return CUT
      if (message.ok) take(session, since, { messages: [message.value], older }, false)
      else if (message.error.code === 'not-found') dispatch({ type: 'message.remove', session, message: id })
      else return message
    }
    dispatch({ type: 'session.abandoned', session })
    return ok(null)
  }

  const load = async (session: SessionID): Promise<Result<null>> => {
    if (!options.mayAsk(session)) return fail('needs-trust', 'Its folder is not opened yet.')
    const mine = lifeOf(session)
    const since = options.clock.now()
    const page = await readBack(session)
    if (mine !== lifeOf(session)) return CUT
    if (!page.ok) return page
    const isIdle = await isKnownIdle(session, page.value)
    if (mine !== lifeOf(session)) return CUT
    take(session, since, page.value, true)
    return isIdle && marked(session).length > 0 ? settleMarked(session) : ok(null)
  }

  const loadNewest = (session: SessionID): Promise<Result<null>> => {
    const running = loading.get(session)
    if (running) return running
    const started = load(session).finally(() => {
      if (loading.get(session) === started) loading.delete(session)
    })
    loading.set(session, started)
    return started
  }

  const todos = async (session: SessionID): Promise<Result<null>> => {
    if (!options.mayAsk(session)) return fail('needs-trust', 'Its folder is not opened yet.')
    const mine = lifeOf(session)
    const before = held(session)?.todos
    const answer = await client.todos(session)
    if (mine !== lifeOf(session)) return CUT
    if (!answer.ok) return answer
    // The stream's own are newer than an answer that was under way.
    if (held(session)?.todos === before) dispatch({ type: 'todo', session, todos: answer.value })
    return ok(null)
  }

  return {
    loadNewest,
    todos,
    settle: async (session) => {
      const mine = lifeOf(session)
      await loading.get(session)
      if (mine === lifeOf(session) && marked(session).length > 0) await loadNewest(session)
    },
    loadOlder: async (session) => {
      const content = held(session)?.content
      const oldest = content?.order[0] && content.messages.get(content.order[0])
      if (!content?.older || !oldest) return ok(null)
      const mine = lifeOf(session)
      const since = options.clock.now()
      const page = await client.messages(session, PAGE_MESSAGES, oldest)
      if (!page.ok) return page
      if (mine !== lifeOf(session)) return CUT
      take(session, since, page.value, false)
      return ok(null)
    },
    forget: () => {
      loading.clear()
      cutOffs.clear()
    },
    cutOff: (session) => {
      loading.delete(session)
      cutOffs.set(session, (cutOffs.get(session) ?? 0) + 1)
    },
    letGo: (session) => void loading.delete(session),
    isLoading: (session) => loading.has(session),
  }
}
