// Stands in for the worker while looking at screens: `?fixture=<name>` in development only. Ops take the
// real way, through a port and the feed.

import { contentSession } from '#contract/content-session'
import type { FeedMessage, WindowMessage } from '#contract/feed'
import { epoch, sessionKey, type ServerID } from '#contract/ids'
import type { Op } from '#contract/ops'
import type { Port } from '#contract/port'
import type { TransportEvents } from '../transport/transport.ts'

/** Ops sent once at the start, and, as long as the page lives, whatever `play` pushes. */
export interface Fixture {
  readonly ops: readonly Op[]
  readonly play?: (push: (ops: readonly Op[]) => void) => void
  /** Answers of the rpc, by method: plain Results. */
  readonly rpc?: Readonly<Record<string, (args: never) => unknown>>
}

const files = import.meta.glob<{ readonly fixture: Fixture }>('./fixtures/*.ts')

export async function playFixture(name: string, events: TransportEvents): Promise<void> {
  const load = files[`./fixtures/${name}.ts`]
  if (load === undefined) throw new Error(`No fixture ${name}; there are: ${Object.keys(files).join(', ')}`)
  const { fixture } = await load()
  const feed = pipe()
  const rpc = pipe()
  let batch = 0
  let states = 0
  let open = new Set<string>()
  const contents: Op[] = []
  const post = (ops: readonly Op[], reset: boolean) => {
    const upTo = { ['fixture' as ServerID]: { epoch: epoch('fixture'), seq: ++batch } }
    feed.far.post({ type: 'batch', batch, reset, more: false, states, ops, upTo } satisfies FeedMessage)
  }
  const push = (ops: readonly Op[]) => {
    contents.push(...ops.filter((op) => contentSession(op) !== null))
    post(ops, false)
  }
  feed.far.onMessage((raw) => {
    const message = raw as WindowMessage
    if (message.type === 'ack') return
    const before = open
    open = new Set(message.state.open.map(sessionKey))
    if (message.type === 'hello') {
      contents.push(...fixture.ops.filter((op) => contentSession(op) !== null))
      post(fixture.ops, true)
      fixture.play?.(push)
      return
    }
    states++
    const isOpened = (op: Op): boolean => {
      const session = contentSession(op)
      return session !== null && open.has(sessionKey(session)) && !before.has(sessionKey(session))
    }
    post(contents.filter(isOpened), false)
  })
  rpc.far.onMessage((message) => {
    const call = message as { id?: string; path?: string[]; argumentList?: { value: never }[] }
    const method = call.path?.[0] ?? ''
    const args = call.argumentList?.[0]?.value as never
    const known = fixture.rpc?.[method]
    const value = known
      ? known(args)
      : { ok: false, error: { code: 'unsupported', message: `The fixture has no ${method}` } }
    rpc.far.post({ id: call.id, type: 'RAW', value })
  })
  events.onPorts({ feed: feed.near, rpc: rpc.near })
}

function pipe(): { readonly near: Port; readonly far: Port } {
  const listeners: [((message: unknown) => void)[], ((message: unknown) => void)[]] = [[], []]
  const end = (own: 0 | 1): Port => ({
    post: (message) =>
      queueMicrotask(() => listeners[own === 0 ? 1 : 0].forEach((listener) => listener(message))),
    onMessage: (listener) => void listeners[own].push(listener),
    onClose: () => {},
    close: () => {},
  })
  return { near: end(0), far: end(1) }
}
