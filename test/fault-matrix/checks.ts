// What must hold: while a turn runs every hole is marked; once it has ended, a window shows what a fresh
// client shows, each text is the server's, each prompt is there once, and no ask is lost.

import { expect } from 'vitest'
import type { OpencodeDouble } from '../opencode-double/double.ts'
import { createClient, type Client } from './client.ts'
import { shownBy } from './shown.ts'
import type { Trouble } from './trouble.ts'
import type { World } from './world.ts'

const SECOND_MS = 1_000
/** A folder's own process is heard of within its heartbeat of 10 s. */
const MAX_SECONDS = 15

export interface Scene {
  readonly world: World
  readonly double: OpencodeDouble
  readonly trouble: Trouble
  readonly client: Client
  readonly session: string
  /** Prompts a person has sent, in order. */
  readonly prompts: readonly string[]
  /** By part: what had streamed of a text when its server was killed. It is stored nowhere. */
  readonly lost: ReadonlyMap<string, string>
}

/**
 * Whether the window says that this part, or its whole session, may lack something. A session that is not
 * the server's own as it now is may lack whole parts, never the middle of one.
 */
function isMarked(client: Client, session: string, part: string): boolean {
  const records = client.records()
  const view = records[`view ${session}`] as { readonly from: string } | undefined
  if (view?.from !== 'server' && !(`part ${part}` in records)) return true
  const gaps = (records[`gaps ${session}`] ?? []) as readonly { readonly part: string | null }[]
  return gaps.some((gap) => gap.part === null || gap.part === part)
}

/** A text that its server lost stays marked: it will never be whole. */
export function isAnythingMarked({ client, session, lost }: Scene): boolean {
  const gaps = (client.records()[`gaps ${session}`] ?? []) as readonly { readonly part: string | null }[]
  return gaps.some(({ part }) => part === null || !lost.has(part))
}

/** Every hole is marked. `isThrough`: nothing is on its way any more, so what is missing is a hole. */
export function checkMarked({ client, double, trouble, session, lost }: Scene, isThrough: boolean): void {
  const model = client.window.model()
  expect(model.holes).toEqual([])
  const shown = model.texts()
  const isLive = client.connection() === 'live' && client.isOpen()
  for (const [part, stored] of double.texts(session)) {
    const text = lost.get(part) ?? stored
    const held = shown[`${part}/text`] ?? ''
    if (isMarked(client, session, part)) continue
    // While bytes are late or the stream is known to be away, the window may be behind, never wrong.
    const isWhole = isThrough && isLive && !trouble.isOn() && !lost.has(part)
    if (isWhole) expect(held, `unmarked hole in ${part}`).toBe(text)
    else expect(text.startsWith(held), `${part} shows “${held}” for “${text}”`).toBe(true)
  }
}

export function checkAsks({ client, double, session }: Scene): void {
  const shown = Object.keys(client.records())
    .filter((key) => key.startsWith('ask '))
    .map((key) => key.slice('ask '.length))
  expect(shown.sort()).toEqual([...double.pendingAsks(session)].sort())
}

/** After the turn: nothing is marked any more, and all is as a client sees it that comes only now. */
export async function checkEqualsFresh(scene: Scene): Promise<void> {
  const { client, world, double, session, prompts, lost } = scene
  const fresh = createClient(world, () => 0.5, world.fetch)
  fresh.start()
  fresh.show(session)
  await fresh.flush()
  if (fresh.connection() === 'unauthorized') fresh.signIn()
  for (let left = MAX_SECONDS; left > 0 && !isFilled(fresh, session); left--) await world.advance(SECOND_MS)
  await fresh.flush()
  expect(fresh.connection()).toBe('live')
  expect(shownBy(client, lost)).toEqual(shownBy(fresh, lost))
  fresh.killWorker()

  const model = client.window.model()
  expect(model.holes).toEqual([])
  for (const [part, text] of double.texts(session)) {
    const shown = model.texts()[`${part}/text`] ?? ''
    const streamed = lost.get(part)
    if (streamed === undefined) expect(shown).toBe(text)
    else expect(streamed.startsWith(shown), `${part} shows “${shown}” for “${streamed}”`).toBe(true)
  }
  const held = double.store.sessions.get(session)
  const asked = [...(held?.messages.values() ?? [])]
    .filter((message) => message.role === 'user')
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((message) => [...(held?.parts.get(message.id)?.values() ?? [])].map((part) => part['text']))
  expect(asked, 'prompts on the server').toEqual(prompts.map((prompt) => [prompt]))
  expect(client.outboxItems()).toEqual([])
  expect(isAnythingMarked(scene)).toBe(false)
}

const isFilled = (client: Client, session: string): boolean =>
  client.isOpen() &&
  `session ${session}` in client.records() &&
  (client.records()[`view ${session}`] as { readonly from: string } | undefined)?.from === 'server'
