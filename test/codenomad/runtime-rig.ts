/** The worker's own client of a CodeNomad server: the double, an opencode behind it, time that the test owns. */
import { DatabaseSync } from 'node:sqlite'
import { serverID, sessionID, type SessionID } from '../../src/contract/ids.ts'
import type { Connection, FolderRun, Notice } from '../../src/contract/model.ts'
import { MIGRATIONS } from '../../src/worker/journal/migrations.ts'
import { createJournalStore } from '../../src/worker/journal/store.ts'
import { createServerRuntime, type ServerRuntime } from '../../src/worker/servers/runtime.ts'
import { createManualClock, settled, type ManualClock } from '../manual-clock.ts'
import { createOpencodeDouble, type OpencodeDouble } from '../opencode-double/double.ts'
import { listen } from '../opencode-double/http.ts'
import { createSeededRandom } from '../seeded-random.ts'
import { createClient, type Client } from './client.ts'
import { createCodenomadDouble, type CodenomadDouble, type DoubleOptions } from './double.ts'
import type { Workspace } from './types.ts'

export const FOLDER = '/work/project'
export const ACCESS_PASSWORD = 'correct horse battery'
const OPENCODE = { username: 'opencode', password: 'the password of its opencode' }
/** A Monday morning. */
const START = Date.UTC(2026, 10, 23, 8, 0, 0)
/** How far time goes at once: what a timer sends must arrive before the next one is due. */
const STEP_MS = 1_000
/** What is on its way over a loopback socket has arrived within these turns of the loop. */
const TURNS = 6
/** A ping, its answer, and what the answer sets off each take one; these go the same ways and come after. */
const ROUND_TRIPS = 3
/** Round trips to the server that nothing which needs no time takes. */
const MAX_ROUNDS = 300

export interface RuntimeRig extends AsyncDisposable {
  readonly clock: ManualClock
  readonly opencode: OpencodeDouble
  readonly double: CodenomadDouble
  readonly runtime: ServerRuntime
  readonly states: readonly Connection[]
  /** Every run that a folder was shown with, in order. */
  readonly runs: (directory?: string) => readonly FolderRun['state'][]
  readonly connect: (password?: string) => void
  /** Connected, with the folder open and caught up. */
  readonly open: () => Promise<void>
  /** Time passes; what it sets off has arrived. */
  readonly pass: (ms: number) => Promise<void>
  readonly until: (isSo: () => boolean) => Promise<void>
  readonly show: (session: string) => void
  /** The id of the folder's workspace. */
  readonly workspace: (directory?: string) => Promise<string>
  /** Another program's own client. */
  readonly other: Client
  readonly run: (directory?: string) => FolderRun['state'] | undefined
  /** Its opencode answers nothing and has forgotten what ran. */
  readonly killOpencode: () => void
  readonly restartOpencode: () => void
  /** Requests that match, so far. */
  readonly asked: (match: RegExp) => number
}

export async function createRuntimeRig({
  fetch: network = fetch,
  ...options
}: Partial<DoubleOptions> & { readonly fetch?: typeof fetch } = {}): Promise<RuntimeRig> {
  const clock = createManualClock(START)
  const random = createSeededRandom(1)
  const opencode = createOpencodeDouble({ clock, random, credentials: OPENCODE, cwd: FOLDER })
  let isUp = true
  const upstream = await listen({
    ...opencode,
    handle: async (request, signal) =>
      isUp ? opencode.handle(request, signal) : new Response('', { status: 503 }),
  })
  const double = await createCodenomadDouble({
    clock,
    password: ACCESS_PASSWORD,
    opencode: { url: upstream.url, ...OPENCODE },
    ...options,
  })
  const states: Connection[] = []
  const shown: { readonly directory: string; readonly state: FolderRun['state'] }[] = []
  const notices: Pick<Notice, 'text'>[] = []
  const open = new Set<SessionID>()
  const db = new DatabaseSync(':memory:')
  for (const migration of MIGRATIONS) db.exec(migration)
  const journal = createJournalStore({ db, readOnly: false, notices: [] }, (text) => notices.push({ text }))

  const runtime = createServerRuntime({
    id: serverID('far'),
    kind: 'codenomad',
    name: 'Far',
    clock,
    random,
    fetch: network,
    journal,
    onOps: (_from, ops) => {
      for (const op of ops) {
        if (op.op === 'server') states.push(op.server.connection)
        if (op.op === 'project' && op.project.run) {
          shown.push({ directory: op.project.directory, state: op.project.run.state })
        }
      }
    },
    saveCache: () => false,
    isOpen: (session) => open.has(session),
    openSessions: () => [...open],
    visibleSessions: () => [...open],
    say: (_tone, text) => notices.push({ text }),
    onLive: () => undefined,
  })

  const arrive = async (): Promise<void> => {
    for (let trip = 0; trip < ROUND_TRIPS; trip++) {
      for (let turn = 0; turn < TURNS; turn++) await settled()
      await fetch(`${double.url}/api/auth/status`).then(
        (answer) => answer.text(),
        () => '',
      )
    }
    for (let turn = 0; turn < TURNS; turn++) await settled()
  }
  const until = async (isSo: () => boolean): Promise<void> => {
    for (let round = 0; !isSo(); round++) {
      if (round > MAX_ROUNDS) throw new Error(`It never came; ${JSON.stringify(states.at(-1))}, ${run()}`)
      await arrive()
    }
  }
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= STEP_MS) {
      await clock.advance(Math.min(STEP_MS, left))
      await arrive()
    }
  }
  const run = (directory = FOLDER): FolderRun['state'] | undefined =>
    runtime.state.projects.get(directory)?.run?.state
  const connect = (password = ACCESS_PASSWORD): void =>
    runtime.connect({ url: double.url, username: 'codenomad', password }, null)

  const other = createClient(double.url)

  return {
    clock,
    other,
    workspace: async (directory = FOLDER) => {
      await other.signIn(ACCESS_PASSWORD)
      const { text } = await other.call('GET', '/api/workspaces')
      const found = (JSON.parse(text) as Workspace[]).find(({ path }) => path === directory)
      if (!found) throw new Error(`No workspace of ${directory}`)
      return found.id
    },
    opencode,
    double,
    runtime,
    states,
    run,
    killOpencode: () => {
      isUp = false
      opencode.kill()
    },
    restartOpencode: () => {
      isUp = true
      opencode.restart()
    },
    runs: (directory = FOLDER) =>
      shown.filter((each) => each.directory === directory).map((each) => each.state),
    connect,
    pass,
    until,
    show: (session) => {
      open.add(sessionID(session))
      runtime.openSession(sessionID(session))
    },
    open: async () => {
      connect()
      await until(() => runtime.isLive() && double.requests().some(({ path }) => path === '/api/workspaces'))
      await runtime.openFolder(FOLDER)
      await until(() => run() === 'starting')
      await until(() =>
        double.requests().some(({ method, path }) => `${method} ${path}` === 'POST /api/workspaces'),
      )
      await pass(2_000)
      await until(() => run() === 'live')
      await pass(1_000)
    },
    asked: (match) => double.requests().filter(({ method, path }) => match.test(`${method} ${path}`)).length,
    async [Symbol.asyncDispose]() {
      runtime.close()
      await double.close()
      await upstream.close()
    },
  }
}
