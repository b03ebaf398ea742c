// A server of either dialect as a cell needs it: its turns, its network, its life, and time for all of them.

import { serverID, type ServerID } from '#contract/ids'
import type { Settings } from '#contract/settings'
import { createManualClock, settled, type ManualClock } from '#test/manual-clock'
import { createClient as createOther } from '../codenomad/client.ts'
import { createCodenomadDouble } from '../codenomad/double.ts'
import type { Faults } from '../codenomad/faults.ts'
import { createOpencodeDouble, type OpencodeDouble } from '../opencode-double/double.ts'
import { listen } from '../opencode-double/http.ts'
import type { Cell } from './cells.ts'

export const DIRECTORY = '/work/project'

const SERVER = serverID('double')
const START = Date.UTC(2026, 10, 20)
/** A body passes several promises and tasks between the server and the fold. */
const TURNS_OF_THE_LOOP = 6
/** How far time goes at once with sockets: what a timer sends must arrive before the next one is due. */
const STEP_MS = 1_000
const PASSWORD = 'correct horse battery'
const OPENCODE = { username: 'opencode', password: 'the password of its opencode' }

export interface World {
  readonly clock: ManualClock
  /** Whose turns are played; behind CodeNomad it is the workspace's own. */
  readonly double: OpencodeDouble
  readonly fetch: typeof fetch
  readonly server: ServerID
  /** Where a person once added it. */
  readonly remote: Settings['servers'][number]
  readonly password: string
  /** What is on its way and needs no time has arrived. */
  settle(): Promise<void>
  /** Time passes, and what it sets off has arrived. */
  advance(ms: number): Promise<void>
  kill(): void
  restart(): Promise<void>
  close(): Promise<void>
}

export const createWorld = async (backend: Cell['backend'], random: () => number): Promise<World> =>
  backend === 'opencode' ? createOpencodeWorld(random) : createCodenomadWorld(random)

const turnsOfTheLoop = async (): Promise<void> => {
  for (let n = 0; n < TURNS_OF_THE_LOOP; n++) await settled()
}

export function createOpencodeWorld(random: () => number): World {
  const clock = createManualClock(START)
  const double = createOpencodeDouble({ clock, random, cwd: DIRECTORY, listensLate: true })
  return {
    clock,
    double,
    fetch: double.fetch,
    server: SERVER,
    remote: { id: SERVER, name: 'Double', url: 'http://double', username: 'opencode', kind: 'url' },
    password: '',
    settle: turnsOfTheLoop,
    advance: async (ms) => {
      await clock.advance(ms)
      await turnsOfTheLoop()
    },
    kill: double.kill,
    restart: async () => double.restart(),
    close: async () => undefined,
  }
}

export interface CodenomadWorld extends World {
  readonly faults: Faults
  /** What the folder's process is called there. */
  workspace(): Promise<string>
}

export async function createCodenomadWorld(random: () => number): Promise<CodenomadWorld> {
  const clock = createManualClock(START)
  const opencode = createOpencodeDouble({ clock, random, credentials: OPENCODE, cwd: DIRECTORY })
  let isUp = true
  const upstream = await listen({
    ...opencode,
    handle: async (request, signal) =>
      isUp ? opencode.handle(request, signal) : new Response('', { status: 503 }),
  })
  const double = await createCodenomadDouble({
    clock,
    password: PASSWORD,
    opencode: { url: upstream.url, ...OPENCODE },
  })
  const other = createOther(double.url)
  let going: Promise<unknown> = Promise.resolve()

  // Whatever has gone out on a loopback socket is there before the answer to what goes out after it.
  const settle = async (): Promise<void> => {
    await turnsOfTheLoop()
    await fetch(`${double.url}/api/auth/status`).then(
      (answer) => answer.text(),
      () => '',
    )
    await turnsOfTheLoop()
  }
  const advance = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= STEP_MS) {
      await clock.advance(Math.min(STEP_MS, left))
      await settle()
    }
  }
  /** Another program of the person has the folder open there. */
  const openFolder = async (): Promise<void> => {
    await other.signIn(PASSWORD)
    let isDone = false
    const created = other.call('POST', '/api/workspaces', { path: DIRECTORY }).finally(() => {
      isDone = true
    })
    while (!isDone) await advance(STEP_MS)
    await created
  }
  await openFolder()

  return {
    faults: double.faults,
    workspace: async () => {
      const { text } = await other.call('GET', '/api/workspaces')
      const [only] = JSON.parse(text) as readonly { readonly id: string }[]
      if (!only) throw new Error('The folder is not open there.')
      return only.id
    },
    clock,
    double: opencode,
    fetch,
    server: SERVER,
    remote: { id: SERVER, name: 'Double', url: double.url, username: 'codenomad', kind: 'codenomad' },
    password: PASSWORD,
    settle,
    advance,
    kill: () => {
      isUp = false
      opencode.kill()
      going = double.faults.crash()
    },
    restart: async () => {
      await going
      isUp = true
      opencode.restart()
      await double.restart()
      await openFolder()
    },
    close: async () => {
      await double.close()
      await upstream.close()
    },
  }
}
