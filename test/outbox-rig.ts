/** The outbox before a server whose every answer is given by hand. */
import type { ServerEvent } from '#contract/events'
import {
  messageID,
  outboxID,
  serverID,
  sessionID,
  type AskID,
  type OutboxID,
  type SessionID,
} from '#contract/ids'
import type { OutboxItem, SessionStatus } from '#contract/model'
import { ok, type Result } from '#contract/result'
import { openStore, temporaryFolder } from '#test/journal'
import { createManualClock, settled } from '#test/manual-clock'
import { emptyMirror } from '#test/mirror'
import { createIdMaker } from '../src/worker/backends/opencode/ids.ts'
import { fold } from '../src/worker/mirror/fold.ts'
import { followMirror } from '../src/worker/outbox/follow.ts'
import { createOutbox, type Outbox } from '../src/worker/outbox/outbox.ts'
import type { ServerRuntime } from '../src/worker/servers/runtime.ts'

export const server = serverID('local')
export const ses1 = sessionID('ses_1')

type Asked =
  | 'prompt'
  | 'message'
  | 'create'
  | 'command'
  | 'shell'
  | 'reply'
  | 'rename'
  | 'session'
  | 'messages'
  | 'abort'

export interface Request {
  readonly what: Asked
  readonly session: SessionID | null
  /** The message's id, the ask's, or the title. */
  readonly message: string
  readonly parts: readonly string[]
  /** A prompt that is taken appears in its session. */
  answer(result: Result<unknown>): Promise<void>
  /** A yes that did not come from the server. */
  pretend(): Promise<void>
}

export function createRig(folder = temporaryFolder()) {
  const clock = createManualClock()
  const { store } = openStore(folder)
  const state = emptyMirror()
  const requests: Request[] = []
  const said: string[] = []
  const changes: (OutboxItem['state']['type'] | 'removed')[] = []
  let live = true
  const ask = (what: Asked, session: SessionID | null, message = '', parts: readonly string[] = []) =>
    new Promise<Result<never>>((resolve) => {
      const say = async (result: Result<unknown>): Promise<void> => {
        resolve(result as Result<never>)
        await settled()
      }
      const answer = async (result: Result<unknown>): Promise<void> => {
        await say(result)
        if (what === 'prompt' && result.ok) outbox.confirm(server, messageID(message))
        await settled()
      }
      requests.push({ what, session, message, parts, answer, pretend: () => say(ok(null)) })
    })
  const promptOf =
    (what: Asked) =>
    (session: SessionID, body: { messageID: string; parts: readonly { readonly id: string }[] }) =>
      ask(
        what,
        session,
        body.messageID,
        body.parts.map(({ id }) => id),
      )
  const client = {
    prompt: promptOf('prompt'),
    command: promptOf('command'),
    shell: (session: SessionID, message: string) => ask('shell', session, message),
    message: (session: SessionID, message: string) => ask('message', session, message),
    statuses: async () =>
      ok([...state.sessions].flatMap(([id, { status }]) => (status.type === 'idle' ? [] : [[id, status]]))),
    createSession: () => ask('create', null),
    replyPermission: (id: AskID) => ask('reply', null, id),
    replyQuestion: (id: AskID) => ask('reply', null, id),
    rejectQuestion: (id: AskID) => ask('reply', null, id),
    renameSession: (session: SessionID, title: string) => ask('rename', session, title),
    session: (session: SessionID) => ask('session', session),
    messages: (session: SessionID) => ask('messages', session),
    abort: (session: SessionID) => ask('abort', session),
  }
  const dispatch = (event: ServerEvent): void => followMirror(outbox, server, fold(state, event, clock.now()))
  const runtime = {
    id: server,
    state,
    client,
    dispatch,
    ids: createIdMaker(
      clock,
      () => 0.5,
      () => 0,
    ),
    isUp: () => live,
  } as unknown as ServerRuntime
  const outbox: Outbox = createOutbox({
    journal: store,
    clock,
    runtime: () => runtime,
    onChange: (change) => {
      if (change.type === 'message') changes.push(change.item.state.type)
      if (change.type === 'message.end') changes.push('removed')
      if (change.type === 'said') said.push(change.notice.text)
    },
  })
  const setStatus = async (status: SessionStatus): Promise<void> => {
    dispatch({ type: 'session.status', session: ses1, status })
    await settled()
  }
  return {
    outbox,
    clock,
    store,
    requests,
    changes,
    said,
    state,
    dispatch,
    send: async (
      id: string,
      session: SessionID | null = ses1,
      after: OutboxID | null = null,
    ): Promise<OutboxID> => {
      const content = { type: 'prompt', parts: [{ type: 'text', text: id }] } as const
      outbox.send({
        id: outboxID(id),
        server,
        directory: '/p',
        session,
        after,
        content,
        agent: null,
        model: null,
      })
      await settled()
      return outboxID(id)
    },
    stateOf: (id: string) => outbox.items().find((item) => item.id === id)?.state.type ?? 'gone',
    setLive: async (next: boolean): Promise<void> => {
      live = next
      outbox.pump(server)
      await settled()
    },
    busy: () => setStatus({ type: 'busy', since: null }),
    idle: () => setStatus({ type: 'idle' }),
    /** Ids of a program whose clock is ten minutes ahead. */
    idsAhead: () =>
      createIdMaker(
        clock,
        () => 0.5,
        () => 600_000,
      ),
    asked: () => requests.map(({ what }) => what),
    prompts: () => requests.filter(({ what }) => what === 'prompt'),
    last: (): Request => {
      const request = requests.at(-1)
      if (!request) throw new Error('Nothing was asked.')
      return request
    },
  }
}
