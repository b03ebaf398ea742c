/** Brings one opencode's `/global/event` into the server's stream, with the real bridge's habits. */
import { request, type ClientRequest } from 'node:http'
import { createParser } from 'eventsource-parser'
import type { Clock } from '../../src/worker/clock.ts'
import { isObject, type JsonObject } from './body.ts'
import type { Gate } from './gate.ts'
import { basicAuth, type BridgeStatus, type Opencode } from './types.ts'

export interface Bridge {
  start(): void
  /** The opencode has died: says so, unless the bridge was between two attempts. */
  lose(reason: string): void
  /** The server ends: no reason is given. */
  shutdown(): void
  /** The server is gone: nothing more is said. */
  kill(): void
  /** The next `times` streams end cleanly after their first event. */
  endNext(times: number): void
}

export function createBridge(options: {
  readonly opencode: Opencode
  readonly clock: Clock
  readonly gate: Gate
  readonly retryMs: number
  readonly onStatus: (status: BridgeStatus, reason?: string) => void
  readonly onEvent: (event: JsonObject) => void
}): Bridge {
  const { opencode, clock, gate, retryMs, onStatus, onEvent } = options
  let attempt: { readonly request: ClientRequest; isAnswered: boolean } | null = null
  let cancelRetry: (() => void) | null = null
  let isStopped = false
  let endsLeft = 0

  function connect(): void {
    cancelRetry = null
    onStatus('connecting')
    const headers = { authorization: basicAuth(opencode), accept: 'text/event-stream' }
    const req = request(`${opencode.url}/global/event`, { headers, agent: false })
    const mine = { request: req, isAnswered: false }
    attempt = mine
    const pass = (fn: () => void): void => gate.pass(() => void (attempt === mine && fn()))

    req.on('error', () => pass(() => fail(mine.isAnswered ? 'terminated' : 'fetch failed')))
    req.on('response', (res) => {
      const decoder = new TextDecoder()
      const parser = createParser({
        onEvent: ({ data }) => {
          if (attempt !== mine) return
          const event = unwrap(data)
          if (event) onEvent(event)
          if (endsLeft > 0) {
            endsLeft -= 1
            // Everything of this stream is let go before the next one begins.
            queueMicrotask(() => pass(again))
          }
        },
      })
      pass(() => {
        if (res.statusCode !== 200) return fail(`Instance event stream unavailable (${res.statusCode})`)
        mine.isAnswered = true
        onStatus('connected')
      })
      res.on('data', (chunk: Buffer) => pass(() => parser.feed(decoder.decode(chunk, { stream: true }))))
      res.on('end', () => pass(again))
      res.on('error', () => pass(() => fail('terminated')))
    })
    req.end()
  }

  /** A clean end: the next attempt comes at once and nothing is said about it. */
  function again(): void {
    drop()
    connect()
  }

  function fail(reason: string): void {
    drop()
    onStatus('error', reason)
    cancelRetry = clock.after(retryMs, connect)
  }

  function drop(): void {
    attempt?.request.destroy()
    attempt = null
  }

  function stop(): boolean {
    const wasRunning = !isStopped
    isStopped = true
    cancelRetry?.()
    drop()
    return wasRunning
  }

  return {
    start: connect,
    lose(reason) {
      const open = attempt
      if (!stop()) return
      if (open) onStatus('error', open.isAnswered ? 'terminated' : 'fetch failed')
      onStatus('disconnected', reason)
    },
    shutdown: () => void (stop() && onStatus('disconnected')),
    kill: () => void stop(),
    endNext(times) {
      endsLeft = times
      if (times > 0 && attempt?.isAnswered) {
        endsLeft -= 1
        again()
      }
    },
  }
}

/** The envelope `{directory, project, workspace?, payload}` becomes the payload plus `directory`. */
function unwrap(data: string): JsonObject | null {
  const envelope: unknown = JSON.parse(data)
  if (!isObject(envelope) || !isObject(envelope['payload'])) return null
  const { directory, payload } = envelope
  return directory === undefined ? payload : { ...payload, directory }
}
