/** Writes one answer in the OpenAI chat format: as a stream of chunks, or whole. */
import type { ServerResponse } from 'node:http'
import type { AnswerSink } from './play-step.ts'
import { splitTokens } from './tokens.ts'

/** Tool arguments come in pieces from a real model; this many characters each. */
const argumentPieceLength = 24

export interface Answer extends AnswerSink {
  readonly finish: () => void
}

export interface AnswerContext {
  readonly id: string
  readonly model: string
  readonly promptTokens: number
  /** Called with each piece of text or reasoning as it is handed to the socket. */
  readonly onPiece: (piece: string) => void
}

const usage = (promptTokens: number, completionTokens: number) => ({
  prompt_tokens: promptTokens,
  completion_tokens: completionTokens,
  total_tokens: promptTokens + completionTokens,
})

/** The finish reason a chat answer ends with. */
const reasonFor = (toolCalls: number): 'tool_calls' | 'stop' => (toolCalls > 0 ? 'tool_calls' : 'stop')

export const streamAnswer = (response: ServerResponse, context: AnswerContext): Answer => {
  let toolCalls = 0
  let completionTokens = 0
  const created = Math.floor(Date.now() / 1000)

  const send = (fields: object): void => {
    const chunk = {
      id: context.id,
      object: 'chat.completion.chunk',
      created,
      model: context.model,
      ...fields,
    }
    response.write(`data: ${JSON.stringify(chunk)}\n\n`)
  }
  const sendDelta = (delta: object): void => send({ choices: [{ index: 0, delta, finish_reason: null }] })
  const sendPiece = (field: 'content' | 'reasoning_content', piece: string): void => {
    completionTokens += 1
    sendDelta({ [field]: piece })
    context.onPiece(piece)
  }

  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
  sendDelta({ role: 'assistant' })

  return {
    text: (piece) => sendPiece('content', piece),
    reasoning: (piece) => sendPiece('reasoning_content', piece),
    toolCall: (name, input) => {
      const index = toolCalls
      toolCalls += 1
      const args = JSON.stringify(input)
      completionTokens += splitTokens(args).length
      sendDelta({
        tool_calls: [
          { index, id: `${context.id}_${index}`, type: 'function', function: { name, arguments: '' } },
        ],
      })
      for (let at = 0; at < args.length; at += argumentPieceLength) {
        const piece = args.slice(at, at + argumentPieceLength)
        sendDelta({ tool_calls: [{ index, function: { arguments: piece } }] })
      }
    },
    drained: () =>
      new Promise((resolve) => {
        if (!response.writableNeedDrain || response.destroyed) return resolve()
        const done = (): void => {
          response.off('drain', done).off('close', done)
          resolve()
        }
        response.on('drain', done).on('close', done)
      }),
    finish: () => {
      send({ choices: [{ index: 0, delta: {}, finish_reason: reasonFor(toolCalls) }] })
      send({ choices: [], usage: usage(context.promptTokens, completionTokens) })
      response.end('data: [DONE]\n\n')
    },
  }
}

export const wholeAnswer = (response: ServerResponse, context: AnswerContext): Answer => {
  let content = ''
  let reasoning = ''
  let completionTokens = 0
  const toolCalls: object[] = []

  return {
    text: (piece) => {
      content += piece
      completionTokens += 1
    },
    reasoning: (piece) => {
      reasoning += piece
      completionTokens += 1
    },
    toolCall: (name, input) => {
      const id = `${context.id}_${toolCalls.length}`
      toolCalls.push({ id, type: 'function', function: { name, arguments: JSON.stringify(input) } })
    },
    drained: () => Promise.resolve(),
    finish: () => {
      const message = {
        role: 'assistant',
        content,
        ...(reasoning && { reasoning_content: reasoning }),
        ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
      }
      context.onPiece(content)
      response.writeHead(200, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          id: context.id,
          object: 'chat.completion',
          created: Math.floor(Date.now() / 1000),
          model: context.model,
          choices: [{ index: 0, message, finish_reason: reasonFor(toolCalls.length) }],
          usage: usage(context.promptTokens, completionTokens),
        }),
      )
    },
  }
}
