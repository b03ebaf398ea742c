/** What a request to an OpenAI-compatible model says about where its conversation stands. */
import { z } from 'zod'

const content = z
  .union([z.string(), z.array(z.looseObject({ type: z.string(), text: z.string().optional() })), z.null()])
  .optional()

const chatRequest = z.looseObject({
  model: z.string(),
  stream: z.boolean().default(false),
  reasoning_effort: z.string().optional(),
  tools: z.array(z.unknown()).optional(),
  messages: z.array(z.looseObject({ role: z.string(), content })),
})

export type ChatRequest = z.infer<typeof chatRequest>
type Message = ChatRequest['messages'][number]

export const parseChatRequest = (body: unknown): ChatRequest | undefined => chatRequest.safeParse(body).data

const textsOf = (message: Message): readonly string[] =>
  typeof message.content === 'string'
    ? [message.content]
    : (message.content ?? []).map((part) => part.text ?? '')

export interface Conversation {
  /** Each user message as its text parts: a server may put its own notes beside what a person wrote. */
  readonly prompts: readonly (readonly string[])[]
  /** The last of `prompts`, joined; empty when there is none. */
  readonly prompt: string
  /** Answers since the last prompt. A tool's result is no answer, so this is the number of the step that is due. */
  readonly step: number
  /** What tools have answered since the last prompt, oldest first. */
  readonly toolResults: readonly string[]
  readonly wantsTitle: boolean
  /** The folder an agent works in, where the system text names it. */
  readonly directory: string | undefined
}

export const readConversation = (request: ChatRequest): Conversation => {
  const { messages } = request
  const system = messages
    .filter((message) => message.role === 'system')
    .flatMap(textsOf)
    .join('\n')
  const prompts = messages.filter((message) => message.role === 'user').map(textsOf)
  const lastPrompt = messages.findLastIndex((message) => message.role === 'user')
  const turn = messages.slice(lastPrompt + 1)
  return {
    prompts,
    prompt: prompts.at(-1)?.join('\n') ?? '',
    step: turn.filter((message) => message.role === 'assistant').length,
    toolResults: turn
      .filter((message) => message.role === 'tool')
      .map((message) => textsOf(message).join('\n')),
    wantsTitle: !request.tools?.length && /\btitle\b/i.test(system),
    directory: /Working directory: (.+)/.exec(system)?.[1]?.trim(),
  }
}
