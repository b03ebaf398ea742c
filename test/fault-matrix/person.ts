// What a person does at a window, and what befalls the worker behind it.

import { outboxID, sessionID, type ServerID } from '#contract/ids'
import type { OutboxItem, Project, Server } from '#contract/model'
import type { Op } from '#contract/ops'
import { createTestWindow, type TestWindow } from './test-window.ts'
import type { WorkerLife } from './worker-life.ts'

const WINDOW = 1

type Ask = Extract<Op, { readonly op: 'ask' }>['ask']

export interface PersonOptions {
  readonly startWorker: () => WorkerLife
  readonly server: ServerID
  readonly directory: string
  /** What this person signs in with, where that is asked for. */
  readonly username?: string
  readonly password?: string
}

export interface Person {
  readonly window: TestWindow
  /** The app starts, or its worker once more: the window gets ports and says hello. */
  start(): void
  /** Opens the session in the window. */
  show(session: string): void
  send(session: string, text: string): void
  /** What failed is sent again. */
  resendFailed(): void
  signIn(): void
  /** A click on an ask's card; false: the window does not show that ask. */
  answer(ask: string): boolean
  /** What the window shows, by kind and id. */
  records(): Readonly<Record<string, unknown>>
  connection(): Server['connection']['state'] | null
  /** The folder's own process runs there, where a server has one for each. */
  isOpen(): boolean
  outboxItems(): readonly OutboxItem[]
  killWorker(): void
  /** The machine wakes up. */
  wake(): void
  reloadWindow(): void
  closePorts(): void
  reopenPorts(): void
}

export function createPerson(options: PersonOptions): Person {
  const { startWorker, server, directory, username = 'opencode', password = '' } = options
  const window = createTestWindow()
  let worker: WorkerLife | null = null
  let sent = 0

  const records = () => (window.model().contents() as { readonly records: Record<string, unknown> }).records
  const all = <T>(kind: string): readonly T[] =>
    Object.entries(records()).flatMap(([key, value]) => (key.startsWith(`${kind} `) ? [value as T] : []))
  const attach = (): void => {
    if (worker) window.attach(worker.open(WINDOW))
  }

  return {
    window,
    records,
    start: () => {
      worker = startWorker()
      attach()
    },
    show: (session) => window.show({ server, session: sessionID(session) }),
    send: (session, text) => {
      void window.rpc().send({
        id: outboxID(`outbox-${++sent}`),
        server,
        directory,
        session: sessionID(session),
        after: null,
        content: { type: 'prompt', parts: [{ type: 'text', text }] },
        agent: null,
        model: null,
      })
    },
    resendFailed: () => {
      for (const { id, state } of all<OutboxItem>('outbox')) {
        if (state.type === 'failed') void window.rpc().resend({ id })
      }
    },
    signIn: () => void window.rpc().signIn({ server, username, password }),
    answer: (id) => {
      const ask = all<Ask>('ask').find((candidate) => candidate.id === id)
      if (!ask) return false
      const ref = { server, session: ask.session, ask: ask.id }
      if (ask.kind === 'permission') void window.rpc().replyPermission({ ...ref, reply: 'once', message: '' })
      else void window.rpc().replyQuestion({ ...ref, answers: [['潮']] })
      return true
    },
    connection: () => (records()[`server ${server}`] as Server | undefined)?.connection.state ?? null,
    isOpen: () => {
      const run = (records()[`project ${directory}`] as Project | undefined)?.run
      return run === undefined || run.state === 'live'
    },
    outboxItems: () => all<OutboxItem>('outbox'),
    killWorker: () => {
      worker?.kill()
      worker = null
    },
    wake: () => worker?.tell({ type: 'wake' }),
    reloadWindow: () => {
      window.reload()
      attach()
    },
    closePorts: () => worker?.close(WINDOW),
    reopenPorts: attach,
  }
}
