// Hands a message to the worker under an id made here, so that asking again can't double it; and finds the
// session that a first message begins.

import type { OutboxID, ServerID, SessionRef } from '#contract/ids'
import type { OutboxItem } from '#contract/model'
import type { Result } from '#contract/result'
import type { Rpc } from '#contract/rpc'
import { openSession } from '../../store/actions.ts'
import type { State } from '../../store/state.ts'
import { store } from '../../store/store.ts'

type SendArgs = Parameters<Rpc['send']>[0]

/** A worker that dies is back within seconds; past this many tries the person decides. */
const MAX_TRIES = 3

/**
 * Asks again with the same id when the connection to the worker ended before its answer: it may or may not
 * have been written down. `reconnected` answers false when waiting is no use.
 */
export async function sendOnce(
  args: SendArgs,
  send: Rpc['send'],
  reconnected: () => Promise<boolean>,
): Promise<Result<OutboxItem>> {
  for (let tries = 1; ; tries++) {
    const sent = await send(args)
    const isUnknown = !sent.ok && (sent.error.code === 'port-closed' || sent.error.code === 'timeout')
    if (!isUnknown || tries === MAX_TRIES || !(await reconnected())) return sent
  }
}

/** The worker's restart included. */
const RECONNECT_WITHIN_MS = 30_000

export const linkBack = (): Promise<boolean> =>
  new Promise((resolve) => {
    const done = (isBack: boolean) => {
      clearTimeout(timer)
      unsubscribe()
      resolve(isBack)
    }
    const check = (state: State) => {
      if (state.link === 'connected') done(true)
      if (state.link === 'signed-out') done(false)
    }
    const timer = setTimeout(() => done(false), RECONNECT_WITHIN_MS)
    const unsubscribe = store.subscribe(check)
    check(store.getState())
  })

/** The session that a message began, from its outbox item or from its having been sent. Null: not yet. */
export function begunSession(state: State, id: OutboxID): SessionRef | null {
  const item = state.outbox[id]
  if (item !== undefined && item.session !== null) return { server: item.server, session: item.session }
  return state.sent.find((sent) => sent.id === id)?.session ?? null
}

/** Goes to the new session as soon as it is known, unless the person has gone elsewhere by then. */
export function followNewSession(
  item: OutboxItem,
  folder: { readonly server: ServerID; readonly directory: string },
): void {
  if (item.session !== null) {
    openSession({ server: item.server, session: item.session })
    return
  }
  const check = (state: State) => {
    const { route } = state.ui
    const isStillThere =
      route.type === 'new' && route.server === folder.server && route.directory === folder.directory
    const session = isStillThere ? begunSession(state, item.id) : null
    if (isStillThere && session === null) return
    unsubscribe()
    if (session !== null) openSession(session)
  }
  const unsubscribe = store.subscribe(check)
  check(store.getState())
}
