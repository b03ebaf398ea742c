// Hands a message to the worker under an id made here, so that asking again can't double it.

import type { OutboxItem } from '#contract/model'
import type { Result } from '#contract/result'
import type { Rpc } from '#contract/rpc'
import type { State } from '../../store/state.ts'
import { store } from '../../store/store.ts'

export type SendArgs = Parameters<Rpc['send']>[0]

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
