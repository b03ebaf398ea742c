/** Decides what a request is answered with: a pure function of its conversation. */
import type { ChatRequest, Conversation } from './chat-request.ts'
import { say } from './script-words.ts'
import { type Action, type Step, readScript, withoutScript } from './script.ts'
import { findShowcase, showcasePrompts } from './showcase.ts'

/** A title is a label, not a sentence. */
const maxTitleWords = 8
const maxTitleLength = 48

const titleFor = (prompt: string): string => {
  const said = withoutScript(prompt)
    .replace(/^generate a title for this conversation:?/i, '')
    .replace(/^["'\s]+|["'\s]+$/g, '')
  const known = showcasePrompts.find((showcase) => showcase.prompt === said)
  if (known) return known.title
  const words = said.split(/\s+/).slice(0, maxTitleWords).join(' ')
  return (words.slice(0, maxTitleLength).trim() || 'New conversation').replace(/[.,:;!?]+$/, '')
}

const defaultAnswer = (request: ChatRequest): string => {
  const effort = request.reasoning_effort ? `, reasoning effort **${request.reasoning_effort}**` : ''
  return `Hello! I'm the **scripted model** that comes with the demo (\`${request.model}\`${effort}). No account and no network are used, so I can't think about what you wrote, but everything around me is real: the server, its tools, the permissions it asks you for.

Try one of these:

- \`Show me the tour\` walks through everything, in parts
- \`Write me a long answer\` streams headings, a table and code
- \`Run the tests\` runs a shell command, after asking you

You can also send a prompt with a script of your own in a \`millrace-script\` block.`
}

const replacePlaceholders = (value: unknown, directory: string): unknown => {
  if (typeof value === 'string') return value.replaceAll('{{cwd}}', directory)
  if (Array.isArray(value)) return value.map((item) => replacePlaceholders(item, directory))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, replacePlaceholders(item, directory)]),
  )
}

/** Tools want absolute paths, scripts can't know them: `{{cwd}}` in a tool's input is the agent's folder. */
const inDirectory =
  (directory: string) =>
  (action: Action): Action =>
    action.kind === 'tool'
      ? {
          ...action,
          input: replacePlaceholders(action.input, directory) as Readonly<Record<string, unknown>>,
        }
      : action

const stepOf = (steps: readonly Step[], conversation: Conversation): Step =>
  steps[conversation.step]?.map(inDirectory(conversation.directory ?? '.')) ?? [say('Done.')]

export const chooseStep = (request: ChatRequest, conversation: Conversation): Step => {
  if (conversation.wantsTitle) return [say(titleFor(conversation.prompt))]
  const reading = readScript(conversation.prompt)
  switch (reading.kind) {
    case 'script':
      return stepOf(reading.script.steps, conversation)
    case 'invalid':
      return [say(`I can't play the script in this prompt: ${reading.reason}.`)]
    case 'none': {
      const steps = findShowcase(conversation.prompts, conversation.toolResults)
      return steps ? stepOf(steps, conversation) : [say(defaultAnswer(request))]
    }
  }
}
