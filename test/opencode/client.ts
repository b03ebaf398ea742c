/** A plain client of a real opencode, for tests: independent of the worker's own, so that one can check the other. */
import { createParser } from 'eventsource-parser'
import { type RealOpencode, basicAuthorization } from './real-server.ts'

/** Long enough for a slow turn on a busy machine, short enough that a test names what it waited for. */
const defaultWaitMs = 30_000

export interface SeenEvent {
  readonly type: string
  readonly properties: Readonly<Record<string, unknown>>
}

export interface EventLog {
  /** All events so far on `/global/event`, `sync` copies left out. */
  readonly events: readonly SeenEvent[]
  /** The first event, past or coming, at or after index `from` for which `isIt` holds; rejects naming `what`. */
  readonly waitFor: (what: string, isIt: (event: SeenEvent) => boolean, from?: number) => Promise<SeenEvent>
  readonly close: () => void
}

export interface OpencodeClient {
  /** JSON in, JSON out; rejects when the status is not 2xx. An empty answer is undefined. */
  readonly call: (method: string, path: string, body?: unknown) => Promise<unknown>
  readonly createSession: () => Promise<string>
  readonly prompt: (sessionID: string, text: string, more?: object) => Promise<void>
  readonly openEvents: () => Promise<EventLog>
}

/** Where a server is and who may ask it; `directory` is the folder that calls are about. */
export type OpencodeAddress = Pick<RealOpencode, 'url' | 'username' | 'password' | 'directory'>

export const createOpencodeClient = (server: OpencodeAddress): OpencodeClient => {
  const authorization = basicAuthorization(server)

  const call: OpencodeClient['call'] = async (method, path, body) => {
    const response = await fetch(server.url + path, {
      method,
      headers: {
        authorization,
        'content-type': 'application/json',
        'x-opencode-directory': encodeURIComponent(server.directory),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`)
    return text === '' ? undefined : JSON.parse(text)
  }

  const openEvents = async (): Promise<EventLog> => {
    const stop = new AbortController()
    const response = await fetch(`${server.url}/global/event`, {
      headers: { authorization },
      signal: stop.signal,
    })
    if (!response.body) throw new Error('The event stream has no body.')
    const events: SeenEvent[] = []
    const listeners = new Set<() => void>()
    const parser = createParser({
      onEvent: ({ data }) => {
        const { payload } = JSON.parse(data) as { payload: SeenEvent }
        if (payload.type === 'sync') return
        events.push(payload)
        listeners.forEach((listener) => listener())
      },
    })
    const body = response.body.pipeThrough(new TextDecoderStream())
    const read = async (): Promise<void> => {
      for await (const chunk of body) parser.feed(chunk)
    }
    read().catch(() => undefined)

    const waitFor: EventLog['waitFor'] = (what, isIt, from = 0) =>
      new Promise((resolve, reject) => {
        let next = from
        const done = (): void => {
          clearTimeout(timer)
          listeners.delete(look)
        }
        const look = (): void => {
          for (; next < events.length; next += 1) {
            const event = events[next]
            if (!event || !isIt(event)) continue
            done()
            return resolve(event)
          }
        }
        const timer = setTimeout(() => {
          done()
          const seen = events.slice(from).map((event) => event.type)
          reject(new Error(`Waited for ${what}; seen: ${seen.slice(-30).join(', ')}`))
        }, defaultWaitMs)
        listeners.add(look)
        look()
      })
    return { events, waitFor, close: () => stop.abort() }
  }

  return {
    call,
    createSession: async () => ((await call('POST', '/session', {})) as { id: string }).id,
    prompt: async (sessionID, text, more = {}) => {
      await call('POST', `/session/${sessionID}/prompt_async`, { parts: [{ type: 'text', text }], ...more })
    },
    openEvents,
  }
}
