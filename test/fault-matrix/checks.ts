// What must hold: while a turn runs every hole is marked; once it has ended, a window shows what a fresh
// client shows, each text is the server's, each prompt is there once, and no ask is lost.

import { expect } from 'vitest'
import { sessionID } from '#contract/ids'
import type { ManualClock } from '#test/manual-clock'
import { canonicalState } from '../../src/worker/mirror/canonical.ts'
import type { OpencodeDouble } from '../opencode-double/double.ts'
import type { FaultProxy } from '../fault-proxy/fault-proxy.ts'
import { createClient, type Client } from './client.ts'

export interface Scene {
  readonly clock: ManualClock
  readonly double: OpencodeDouble
  readonly proxy: FaultProxy
  readonly client: Client
  readonly session: string
  /** Prompts a person has sent, in order. */
  readonly prompts: readonly string[]
}

interface Contents {
  readonly records: Readonly<Record<string, unknown>>
}

const recordsOf = (client: Client): Contents['records'] => (client.window.contents() as Contents).records

/**
 * Whether the window says that this part, or its whole session, may lack something. A session that is not
 * the server's own as it now is may lack whole parts, never the middle of one.
 */
function isMarked(client: Client, session: string, part: string): boolean {
  const records = recordsOf(client)
  const view = records[`view ${session}`] as { readonly from: string } | undefined
  if (view?.from !== 'server' && !(`part ${part}` in records)) return true
  const gaps = (records[`gaps ${session}`] ?? []) as readonly { readonly part: string | null }[]
  return gaps.some((gap) => gap.part === null || gap.part === part)
}

export const isAnythingMarked = (client: Client, session: string): boolean =>
  `gaps ${session}` in recordsOf(client)

/** Every hole is marked. `isThrough`: nothing is on its way any more, so what is missing is a hole. */
export function checkMarked({ client, double, proxy, session }: Scene, isThrough: boolean): void {
  expect(client.window.holes).toEqual([])
  const shown = client.window.texts()
  const isLive = client.runtime.isLive()
  for (const [part, text] of double.texts(session)) {
    const held = shown[`${part}/text`] ?? ''
    if (isMarked(client, session, part)) continue
    // While bytes are late or the stream is known to be away, the window may be behind, never wrong.
    const isWhole = isThrough && isLive && proxy.fault() === null
    if (isWhole) expect(held, `unmarked hole in ${part}`).toBe(text)
    else expect(text.startsWith(held), `${part} shows “${held}” for “${text}”`).toBe(true)
  }
}

export function checkAsks({ client, double, session }: Scene): void {
  const shown = Object.keys(recordsOf(client))
    .filter((key) => key.startsWith('ask '))
    .map((key) => key.slice('ask '.length))
  expect(shown.sort()).toEqual([...double.pendingAsks(session)].sort())
}

/** After the turn: nothing is marked any more, and all is as a client sees it that comes only now. */
export async function checkEqualsFresh(scene: Scene): Promise<void> {
  const { client, clock, double, session, prompts } = scene
  const fresh = createClient(clock, () => 0.5, double.fetch)
  fresh.connect()
  await fresh.flush()
  fresh.show(session)
  await fresh.flush()
  await fresh.flush()
  expect(fresh.runtime.isLive()).toBe(true)
  expect(canonicalState(client.runtime.state)).toEqual(canonicalState(fresh.runtime.state))
  expect(shownBy(client)).toEqual(shownBy(fresh))
  fresh.runtime.close()

  expect(client.window.holes).toEqual([])
  const texts = client.window.texts()
  for (const [part, text] of double.texts(session)) expect(texts[`${part}/text`] ?? '').toBe(text)
  const held = double.store.sessions.get(session)
  const asked = [...(held?.messages.values() ?? [])]
    .filter((message) => message.role === 'user')
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((message) => [...(held?.parts.get(message.id)?.values() ?? [])].map((part) => part['text']))
  expect(asked, 'prompts on the server').toEqual(prompts.map((prompt) => [prompt]))
  expect(client.outboxItems()).toEqual([])
  expect([...(client.runtime.state.sessions.get(sessionID(session))?.gaps.values() ?? [])]).toEqual([])
}

/** What a person sees, without what only one life of a client has: connection, revisions, unread marks. */
function shownBy(client: Client): unknown {
  const records = Object.entries(recordsOf(client)).filter(
    ([key]) => !key.startsWith('server ') && !key.startsWith('activity ') && !key.startsWith('notice '),
  )
  return { records, texts: client.window.texts() }
}
