// A cell on a real opencode: a worker process, its window, and a proxy between the two servers' ends.

import { createHash } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, vi } from 'vitest'
import { serverID, sessionID } from '#contract/ids'
import { defaultSettings } from '#contract/settings'
import { temporaryFolder } from '#test/journal'
import { systemClock } from '../../../src/worker/clock.ts'
import { promptWithScript, type ScriptJson } from '../../../src/worker/demo/script.ts'
import { MIGRATIONS } from '../../../src/worker/journal/migrations.ts'
import { createTcpProxy, type TcpProxy } from '../../fault-proxy/tcp-proxy.ts'
import { createOpencodeClient, type OpencodeClient } from '../../opencode/client.ts'
import type { RealOpencode } from '../../opencode/real-server.ts'
import { createPerson, type Person } from '../person.ts'
import { shownBy } from '../shown.ts'
import { startWorkerLife } from '../worker-life.ts'
import { startWorkerProcess } from './worker-process.ts'

/** For a machine busy with other tests; nothing here is waited for by time alone. */
const PATIENCE_MS = 60_000
const NOTHING_LOST: ReadonlyMap<string, string> = new Map()

export interface Stage {
  readonly proxy: TcpProxy
  readonly person: Person
  readonly session: string
  /** The server without proxy, as another client. */
  readonly server: OpencodeClient
  /** Sends a prompt that carries what the model does. */
  prompt(words: string, script: ScriptJson): void
  /** Resolves when the window shows it. */
  until(what: string, isShown: () => boolean): Promise<void>
  /** What the window shows of the model's own texts, joined: a prompt holds the same words in its script. */
  shown(): string
  isMarked(): boolean
  asks(): readonly string[]
  isBusy(): boolean
  /** After the turn: as on the server, as a fresh client sees it, each prompt once. */
  endsWell(lost?: ReadonlyMap<string, string>): Promise<void>
}

interface StoredMessage {
  readonly info: { readonly id: string; readonly role: string }
  readonly parts: readonly { readonly id: string; readonly type: string; readonly text?: string }[]
}

export async function createStage(real: RealOpencode, patienceMs = PATIENCE_MS): Promise<Stage> {
  const server = createOpencodeClient(real)
  const session = await server.createSession()
  const proxy = await createTcpProxy(Number(new URL(real.url).port))
  const { username, password, directory } = real
  const id = serverID(createHash('sha256').update(proxy.url).digest('hex').slice(0, 8))
  const options = { projects: [directory], server: { url: proxy.url, username, password }, demo: false }
  const dataDir = temporaryFolder()
  const init = { settings: defaultSettings, options }
  const workers: ReturnType<typeof startWorkerProcess>[] = []
  const startWorker = () => {
    const worker = startWorkerProcess({ ...init, dataDir })
    workers.push(worker)
    return worker
  }
  const person = createPerson({ startWorker, server: id, directory })
  onTestFinished(async () => {
    for (const worker of workers) worker.kill()
    await Promise.all(workers.map(({ ended }) => ended))
    await proxy.close()
  })
  const prompts: string[] = []

  const until = (who: Person, what: string, isShown: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const done = (): void => {
        clearTimeout(timer)
        forget()
      }
      const look = (): void => {
        if (!isShown()) return
        done()
        resolve()
      }
      const timer = setTimeout(() => {
        done()
        const { records, texts } = who.window.model().contents() as { records: object; texts: unknown }
        const shown = Object.entries(records).filter(([key]) => !/^(part|message|project)/.test(key))
        reject(new Error(`Not shown: ${what}. Shown: ${JSON.stringify([shown, texts])}`))
      }, patienceMs)
      const forget = who.window.onChange(look)
      look()
    })
  const stored = async (): Promise<readonly StoredMessage[]> =>
    (await server.call('GET', `/session/${session}/message`)) as StoredMessage[]
  const storedTexts = async (): Promise<Readonly<Record<string, string>>> =>
    Object.fromEntries(
      (await stored())
        .flatMap(({ parts }) => parts)
        .filter(({ type }) => type === 'text' || type === 'reasoning')
        .map((part) => [`${part.id}/text`, part.text ?? '']),
    )
  const gaps = (): readonly { readonly part: string | null }[] =>
    (person.records()[`gaps ${session}`] ?? []) as readonly { readonly part: string | null }[]
  const askKeys = (who: Person): readonly string[] =>
    Object.keys(who.records()).flatMap((key) => (key.startsWith('ask ') ? [key.slice(4)] : []))
  const isModels = (part: string): boolean => {
    const records = person.records()
    const { message = '' } = (records[`part ${part}`] ?? {}) as { readonly message?: string }
    const { role } = (records[`message ${message}`] ?? {}) as { readonly role?: string }
    return role === 'assistant'
  }
  const isBusyFor = (who: Person): boolean => {
    const activity = who.records()[`activity ${session}`] as { readonly status: { type: string } } | undefined
    return (activity?.status.type ?? 'idle') !== 'idle'
  }

  const seenAfresh = async (lost: ReadonlyMap<string, string>): Promise<unknown> => {
    const db = new DatabaseSync(':memory:')
    for (const migration of MIGRATIONS) db.exec(migration)
    const fresh = createPerson({
      server: id,
      directory,
      startWorker: () =>
        startWorkerLife({
          clock: systemClock,
          random: Math.random,
          fetch,
          opened: { db, readOnly: false, notices: [] },
          init,
        }),
    })
    fresh.start()
    fresh.show(session)
    await until(fresh, 'a fresh window', () => {
      const view = fresh.records()[`view ${session}`] as { readonly from: string } | undefined
      return view?.from === 'server' && !isBusyFor(fresh) && `session ${session}` in fresh.records()
    })
    fresh.killWorker()
    return shownBy(fresh, lost)
  }

  person.start()
  person.show(sessionID(session))
  await until(person, 'the server is live', () => person.connection() === 'live')
  await until(person, 'the session is listed', () => `session ${session}` in person.records())

  return {
    proxy,
    person,
    session,
    server,
    prompt: (words, script) => {
      const text = promptWithScript(words, script)
      prompts.push(text)
      person.send(session, text)
    },
    until: (what, isShown) => until(person, what, isShown),
    shown: () =>
      Object.entries(person.window.model().texts())
        .filter(([key]) => isModels(key.split('/')[0] ?? ''))
        .map(([, text]) => text)
        .join('\n'),
    isMarked: () => gaps().length > 0,
    asks: () => askKeys(person),
    isBusy: () => isBusyFor(person),
    endsWell: async (lost = NOTHING_LOST) => {
      await vi.waitFor(
        async () => {
          const statuses = (await server.call('GET', '/session/status')) as Readonly<Record<string, unknown>>
          expect(statuses[session], 'the turn has ended on the server').toBeUndefined()
          expect((await stored()).filter(({ info }) => info.role === 'user')).toHaveLength(prompts.length)
        },
        { timeout: patienceMs, interval: 100 },
      )
      const texts = await storedTexts()
      const model = () => person.window.model()
      await until(
        person,
        'what the server has stored, unmarked',
        () =>
          !isBusyFor(person) &&
          person.connection() === 'live' &&
          person.outboxItems().length === 0 &&
          gaps().every(({ part }) => part !== null && lost.has(part)) &&
          Object.entries(texts).every(
            ([key, text]) => lost.has(key.split('/')[0] ?? '') || (model().texts()[key] ?? '') === text,
          ),
      )
      expect(model().holes).toEqual([])
      const asked = (await stored()).filter(({ info }) => info.role === 'user')
      expect(asked.map(({ parts }) => parts.map(({ text }) => text))).toEqual(prompts.map((text) => [text]))
      const fresh = await seenAfresh(lost)
      await until(person, 'what a fresh window shows', () => {
        const seen = JSON.stringify(shownBy(person, lost))
        return seen === JSON.stringify(fresh)
      }).catch(() => expect(shownBy(person, lost)).toEqual(fresh))
    },
  }
}
