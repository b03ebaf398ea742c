/** A model that plays scripts: an OpenAI-compatible server on loopback, for the demo, the tests and the bench. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { randomUUID } from 'node:crypto'
import { streamAnswer, wholeAnswer } from './answer.ts'
import { type ChatRequest, parseChatRequest, readConversation } from './chat-request.ts'
import { chooseStep } from './choose-step.ts'
import { type Pace, playStep } from './play-step.ts'
import type { Failure, Step } from './script.ts'

/** A long session with images stays far below this; more is no conversation. */
const maxRequestBytes = 64 * 1024 * 1024
/** Kept for tests to look at; a demo left open for a day must not grow. */
const maxRemembered = 200
/** What a token is in characters, roughly: for the usage that is reported. */
const charactersPerToken = 4

export interface ModelRequest {
  readonly at: number
  readonly kind: 'chat' | 'title'
  /** The server's own session id where it sends one, else empty. */
  readonly sessionHint: string
  readonly model: string
  readonly reasoningEffort: string | undefined
  readonly prompt: string
  readonly step: number
}

export interface ModelWrite {
  readonly sessionHint: string
  readonly text: string
  /** `performance.timeOrigin + performance.now()`: epoch milliseconds with fractions. */
  readonly at: number
}

export interface ScriptedModelOptions {
  readonly host?: string
  readonly port?: number
  /** Called after each piece of text or reasoning was handed to the socket. */
  readonly onWrite?: (write: ModelWrite) => void
  readonly pace?: Pace
}

export interface ScriptedModel {
  /** Base URL of the API, `http://127.0.0.1:<port>/v1`. */
  readonly url: string
  /** The latest requests, oldest first. */
  readonly requests: readonly ModelRequest[]
  /** Ends every answer that is under way and stops listening. */
  readonly close: () => Promise<void>
}

const realPace: Pace = {
  now: () => performance.timeOrigin + performance.now(),
  sleep: (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined),
}

const readBody = async (request: IncomingMessage): Promise<string | undefined> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxRequestBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const sendJson = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

const sendError = (
  response: ServerResponse,
  status: number,
  message: string,
  headers?: Record<string, string>,
): void => sendJson(response, status, { error: { message, type: 'scripted_error', code: status } }, headers)

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Which failure is due at this attempt of a step, if one is. */
const failureAt = (step: Step, attempt: number): Failure | undefined => {
  let before = 0
  for (const action of step) {
    if (action.kind !== 'fail') continue
    before += action.times
    if (attempt < before) return action
  }
  return undefined
}

const sessionHintOf = (request: IncomingMessage): string => {
  const header = request.headers['x-session-affinity'] ?? request.headers['x-session-id']
  return (Array.isArray(header) ? header[0] : header) ?? ''
}

/** Rejects when the address can't be listened on. */
export const createScriptedModel = async (options: ScriptedModelOptions = {}): Promise<ScriptedModel> => {
  const { host = '127.0.0.1', port = 0, onWrite, pace = realPace } = options
  const requests: ModelRequest[] = []
  const failedAttempts = new Map<string, number>()
  const closing = new AbortController()

  const answer = async (
    http: IncomingMessage,
    response: ServerResponse,
    request: ChatRequest,
  ): Promise<void> => {
    const conversation = readConversation(request)
    const sessionHint = sessionHintOf(http)
    const step = chooseStep(request, conversation)
    requests.push({
      at: pace.now(),
      kind: conversation.wantsTitle ? 'title' : 'chat',
      sessionHint,
      model: request.model,
      reasoningEffort: request.reasoning_effort,
      prompt: conversation.prompt,
      step: conversation.step,
    })
    if (requests.length > maxRemembered) requests.shift()

    const attemptKey = JSON.stringify([
      sessionHint,
      conversation.prompts.length,
      conversation.step,
      conversation.prompt,
    ])
    const attempt = failedAttempts.get(attemptKey) ?? 0
    const failure = failureAt(step, attempt)
    if (failure) {
      failedAttempts.set(attemptKey, attempt + 1)
      const retry: Record<string, string> =
        failure.retryAfterS === undefined ? {} : { 'retry-after': String(failure.retryAfterS) }
      return sendError(response, failure.status, failure.message, retry)
    }
    failedAttempts.delete(attemptKey)

    const gone = new AbortController()
    response.on('close', () => gone.abort())
    const signal = AbortSignal.any([gone.signal, closing.signal])
    const context = {
      id: `call_${randomUUID().replaceAll('-', '').slice(0, 20)}`,
      model: request.model,
      promptTokens: Math.ceil(JSON.stringify(request.messages).length / charactersPerToken),
      onPiece: (text: string) => onWrite?.({ sessionHint, text, at: pace.now() }),
    }
    const sink = request.stream ? streamAnswer(response, context) : wholeAnswer(response, context)
    await playStep(step, sink, pace, signal)
    if (signal.aborted) response.destroy()
    else sink.finish()
  }

  const handle = async (http: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(http.url ?? '/', 'http://model').pathname
    if (http.method === 'GET' && path === '/v1/models') {
      const models = ['fast', 'deep'].map((id) => ({ id, object: 'model', owned_by: 'millrace' }))
      return sendJson(response, 200, { object: 'list', data: models })
    }
    if (http.method !== 'POST' || path !== '/v1/chat/completions')
      return sendError(response, 404, `No ${path} here.`)
    const body = await readBody(http)
    if (body === undefined) return sendError(response, 413, 'The request is too large.')
    const request = parseChatRequest(parseJson(body))
    if (!request) return sendError(response, 400, 'The request is not a chat completion request.')
    return answer(http, response, request)
  }

  const server = createServer((http, response) => {
    handle(http, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy()
      else sendError(response, 500, error instanceof Error ? error.message : String(error))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve)
  })
  const { port: boundPort } = server.address() as AddressInfo

  return {
    url: `http://${host}:${boundPort}/v1`,
    requests,
    close: () =>
      new Promise((resolve) => {
        closing.abort()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
