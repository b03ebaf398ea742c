import fc from 'fast-check'
import { expect, test } from 'vitest'
import { outboxID, sessionID, type AskID, type OutboxID } from '#contract/ids'
import { temporaryFolder } from '#test/journal'
import { createManualClock, settled, type ManualClock } from '#test/manual-clock'
import { createOpencodeDouble, type OpencodeDouble } from '#test/opencode-double/double'
import { newestFirst } from '#test/opencode-double/store'
import { newestUser } from '#test/opencode-double/turn'
import { createSeededRandom } from '#test/seeded-random'
import { faultyNetwork } from './faults.ts'
import { DIRECTORY, SERVER, startLife, type Life } from './life.ts'

const ACTIONS = 40
/** Some lives end within their first writes, some after a whole turn. */
const MAX_EFFECTS = 30
/** What was late is there, what was too busy has been tried again, and every turn has ended. */
const MAX_ROUNDS = 200

interface Sent {
  readonly id: OutboxID
  readonly text: string
  readonly session: string | null
  readonly after: OutboxID | null
}

interface World {
  readonly clock: ManualClock
  readonly double: OpencodeDouble
  readonly random: () => number
  readonly sessions: readonly string[]
  readonly sent: Sent[]
  /** By session: the last title that was taken, then those that a dying life may have written down. */
  readonly titles: Map<string, readonly string[]>
  /** Prompts whose turn somebody wanted to stop, and those that a Stop has ended. */
  readonly wanted: Set<string>
  readonly stopped: string[]
  life: Life
}

const textsOf = ({ double }: World, session: string): readonly string[] =>
  [...(double.store.sessions.get(session)?.messages.values() ?? [])]
    .filter(({ role }) => role === 'user')
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap(({ id }) =>
      [...(double.store.sessions.get(session)?.parts.get(id)?.values() ?? [])].map((part) =>
        String(part['text']),
      ),
    )

const quiet = async (): Promise<void> => {
  for (let n = 0; n < 6; n++) await settled()
}

function createWorld(seed: number): {
  readonly world: World
  readonly calm: () => void
  readonly restart: () => void
} {
  const random = createSeededRandom(seed)
  const clock = createManualClock()
  const double = createOpencodeDouble({ clock, random: createSeededRandom(seed + 1) })
  const wanted = new Set<string>()
  const stopped: string[] = []
  const deliver: typeof fetch = async (input, init) => {
    const session = /\/session\/([^/]+)\/abort/.exec(String(input))?.[1]
    const held = session === undefined ? undefined : double.store.sessions.get(session)
    if (held?.status.type === 'busy') {
      const running = newestFirst(held).find(({ role }) => role === 'assistant')
      const isOpen = running?.role === 'assistant' && running.time.completed === undefined
      const prompt = isOpen ? running.parentID : newestUser(held)?.id
      stopped.push(...[...(held.parts.get(prompt ?? '')?.values() ?? [])].map((part) => String(part['text'])))
    }
    return double.fetch(input, init)
  }
  const network = faultyNetwork(clock, random, deliver)
  const folder = temporaryFolder()
  let isCalm = false
  const start = (): Life =>
    startLife({
      folder,
      clock,
      random,
      fetch: network.fetch,
      effects: isCalm ? Number.POSITIVE_INFINITY : 1 + Math.floor(random() * MAX_EFFECTS),
    })
  const sessions = [double.createSession(DIRECTORY), double.createSession(DIRECTORY)]
  const world: World = {
    clock,
    double,
    random,
    sessions,
    sent: [],
    titles: new Map(),
    wanted,
    stopped,
    life: start(),
  }
  return {
    world,
    calm: () => {
      isCalm = true
      network.calm()
    },
    restart: () => {
      world.life.kill()
      world.life = start()
    },
  }
}

const pick = <T>(items: readonly T[], random: () => number): T | undefined =>
  items[Math.floor(random() * items.length)]

/** As a window does: the same message again until a life of the worker has taken it. */
function hand(world: World, message: Sent): void {
  const { id, text, session, after } = message
  world.life.outbox.send({
    id,
    server: SERVER,
    directory: DIRECTORY,
    session: session === null ? null : sessionID(session),
    after,
    content: { type: 'prompt', parts: [{ type: 'text', text }] },
    agent: null,
    model: null,
  })
}

function send(world: World): void {
  const { random, sent } = world
  const text = `prompt ${sent.length}`
  const begins = random() < 0.3
  const before = sent.findLast(({ session }) => session === null)
  const after = begins && before && random() < 0.6 ? before.id : null
  const session = begins ? null : (pick(world.sessions, random) ?? null)
  const message = { id: outboxID(text), text, session, after }
  sent.push(message)
  hand(world, message)
}

function act(world: World): void {
  const { double, life, random } = world
  const session = sessionID(pick(world.sessions, random) ?? '')
  const ref = { server: SERVER, session }
  const chance = random()
  if (chance < 0.35) return send(world)
  if (chance < 0.5) {
    const ask = pick([...life.runtime.state.asks.values()], random)
    if (ask) {
      const reply = { type: 'permission', ask: ask.id, reply: 'once', message: '' } as const
      life.outbox.reply({ server: SERVER, session: ask.session }, reply)
    }
    return
  }
  if (chance < 0.6) {
    const message = life.runtime.state.sessions.get(session)?.content.order.at(-1) ?? null
    if (message === null) return
    const held = double.store.sessions.get(session)
    const known = held?.messages.get(message)
    const prompt = known?.role === 'assistant' ? known.parentID : known?.id
    for (const part of held?.parts.get(prompt ?? '')?.values() ?? []) world.wanted.add(String(part['text']))
    life.outbox.abort(ref, message)
    return
  }
  if (chance < 0.7) {
    const title = `title ${world.clock.now()} ${random()}`
    life.outbox.rename(ref, title)
    const before = life.isAlive()
      ? []
      : (world.titles.get(session) ?? [double.store.sessions.get(session)?.info.title ?? ''])
    world.titles.set(session, [...before, title])
    return
  }
  const script = { tool: 'bash', input: { command: 'ls' }, output: ['a\n'] } as const
  const permission = { permission: 'bash', patterns: ['ls'], always: ['ls *'] }
  if (chance < 0.8) double.play(session, [{ type: 'tool', ...script, permission }])
  else for (const id of double.store.sessions.keys()) if (random() < 0.7) double.step(id)
}

/** Nothing breaks any more: the turns run to their ends, asks are answered, and all that waits is sent. */
async function settle(world: World): Promise<void> {
  for (const message of world.sent) hand(world, message)
  for (let round = 0; round < MAX_ROUNDS; round++) {
    await world.clock.advance(1_000)
    await quiet()
    for (const id of world.double.store.sessions.keys()) {
      if (world.double.run(id) !== 'waiting') continue
      for (const ask of world.double.pendingAsks(id)) {
        const reply = { type: 'permission', ask: ask as AskID, reply: 'once', message: '' } as const
        world.life.outbox.reply({ server: SERVER, session: sessionID(id) }, reply)
      }
    }
    await quiet()
    const isDone =
      world.life.outbox.items().length === 0 &&
      world.life.outbox.commands().length === 0 &&
      [...world.double.store.sessions.values()].every(({ status }) => status.type === 'idle')
    if (isDone && round > 20) return
  }
}

function check(world: World): void {
  const all = [...world.double.store.sessions.keys()].map((id) => textsOf(world, id))
  expect(all.flat().toSorted()).toEqual(world.sent.map(({ text }) => text).toSorted())
  for (const session of world.sessions) {
    const mine = world.sent.filter((message) => message.session === session).map(({ text }) => text)
    expect(textsOf(world, session)).toEqual(mine)
  }
  for (const { text, after } of world.sent) {
    if (after !== null) expect(all.find((texts) => texts.includes(text))).toContain(after)
  }
  for (const [session, titles] of world.titles) {
    expect(titles).toContain(world.double.store.sessions.get(session)?.info.title)
  }
  expect(world.stopped.filter((text) => !world.wanted.has(text))).toEqual([])
  expect([world.life.store.outbox(), world.life.store.commands()]).toEqual([[], []])
}

async function play(seed: number): Promise<void> {
  const { world, calm, restart } = createWorld(seed)
  try {
    for (let n = 0; n < ACTIONS; n++) {
      act(world)
      await world.clock.advance(Math.floor(world.random() * 1_500))
      await quiet()
      if (world.life.isAlive() && world.random() > 0.05) continue
      restart()
      // In order, as its window does: a life that dies at once has taken none of them.
      for (const message of world.sent) hand(world, message)
      await world.clock.advance(50)
    }
    calm()
    restart()
    await settle(world)
    check(world)
  } finally {
    world.life.kill()
  }
}

test('whatever breaks and whenever it dies, each prompt, answer and title arrives once and in order', async () => {
  await fc.assert(fc.asyncProperty(fc.nat(1_000_000), play), { numRuns: 40, endOnFailure: true })
}, 60_000)
