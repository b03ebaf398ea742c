/** What a scripted model is told to do: the grammar of a script, and how to find one in a prompt. */
import { z } from 'zod'

/** Tokens per second; about what a fast hosted model gives. */
const defaultRate = 200
/** A generated text longer than this helps no test and costs the server its memory. */
const maxTextLength = 20_000_000
const maxRepeats = 1_000_000

export type Action =
  | { readonly kind: 'text' | 'reasoning'; readonly text: string; readonly tokensPerSecond: number }
  | { readonly kind: 'tool'; readonly name: string; readonly input: Readonly<Record<string, unknown>> }
  | { readonly kind: 'delay'; readonly delayMs: number }
  | Failure
  | { readonly kind: 'hang' }
  | { readonly kind: 'burst' }

/** The first `times` requests for the step that holds it are refused; the next one goes on. */
export interface Failure {
  readonly kind: 'fail'
  readonly status: number
  readonly message: string
  readonly retryAfterS: number | undefined
  readonly times: number
}

/** One step answers one request of the model; a turn asks again after each round of tools. */
export type Step = readonly Action[]
export interface Script {
  readonly steps: readonly Step[]
}
export type ScriptReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'script'; readonly script: Script }
  | { readonly kind: 'invalid'; readonly reason: string }

const rate = z.number().positive().default(defaultRate)
const text = z.string().max(maxTextLength)

const actionSchemas = {
  text: z
    .strictObject({ text, rate })
    .transform((a): Action => ({ kind: 'text', text: a.text, tokensPerSecond: a.rate })),
  reasoning: z
    .strictObject({ reasoning: text, rate })
    .transform((a): Action => ({ kind: 'reasoning', text: a.reasoning, tokensPerSecond: a.rate })),
  tool: z
    .strictObject({ tool: z.string().min(1), input: z.record(z.string(), z.unknown()).default({}) })
    .transform((a): Action => ({ kind: 'tool', name: a.tool, input: a.input })),
  delayMs: z
    .strictObject({ delayMs: z.number().nonnegative() })
    .transform((a): Action => ({ kind: 'delay', delayMs: a.delayMs })),
  fail: z
    .strictObject({
      fail: z.strictObject({
        status: z.int().min(400).max(599),
        message: z.string().default('The scripted model was told to fail.'),
        retryAfterS: z.number().nonnegative().optional(),
        times: z.int().positive().default(1),
      }),
    })
    .transform((a): Action => ({ kind: 'fail', ...a.fail, retryAfterS: a.fail.retryAfterS })),
  hang: z.strictObject({ hang: z.literal(true) }).transform((): Action => ({ kind: 'hang' })),
  burst: z.strictObject({ burst: z.literal(true) }).transform((): Action => ({ kind: 'burst' })),
  repeat: z
    .strictObject({ repeat: z.strictObject({ text, count: z.int().nonnegative().max(maxRepeats), rate }) })
    .refine((a) => a.repeat.text.length * a.repeat.count <= maxTextLength, 'the repeated text is too long')
    .transform((a): Action => ({
      kind: 'text',
      text: a.repeat.text.repeat(a.repeat.count),
      tokensPerSecond: a.repeat.rate,
    })),
} as const

/** Picks the schema by the action's own key, so that a mistake is reported against what was meant. */
const action = z.record(z.string(), z.unknown()).transform((value, context): Action => {
  const schema = Object.entries(actionSchemas).find(([key]) => key in value)?.[1]
  if (!schema) {
    context.addIssue(`an action needs one of: ${Object.keys(actionSchemas).join(', ')}`)
    return z.NEVER
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues)
    context.addIssue({ code: 'custom', message: issue.message, path: issue.path })
  return z.NEVER
})

const single = (value: unknown): unknown => (Array.isArray(value) ? value : [value])
const step = z.preprocess(single, z.array(action))
/** `{steps: [...]}`, or in short a list of steps, or one action; a step is a list of actions, or one action. */
const script = z.preprocess(
  (value) =>
    typeof value === 'object' && value !== null && 'steps' in value ? value : { steps: single(value) },
  z.strictObject({ steps: z.array(step) }),
)

/** The script as it is written in JSON: what a prompt carries. */
export type ScriptJson = z.input<typeof script>

const fence = /```millrace-script[^\S\n]*\n([\s\S]*?)\n```/

/** Checks a script value; a mistake is one sentence naming the place. */
export const parseScript = (value: unknown): ScriptReading => {
  const parsed = script.safeParse(value)
  if (parsed.success) return { kind: 'script', script: parsed.data }
  const issue = parsed.error.issues[0]
  return {
    kind: 'invalid',
    reason: `${issue?.path.join('.') || 'script'}: ${issue?.message ?? 'not a script'}`,
  }
}

/** The script in a prompt's ```` ```millrace-script ```` block, if it has one. */
export const readScript = (prompt: string): ScriptReading => {
  const json = fence.exec(prompt)?.[1]
  if (json === undefined) return { kind: 'none' }
  try {
    return parseScript(JSON.parse(json))
  } catch (error) {
    return {
      kind: 'invalid',
      reason: `it is not JSON (${error instanceof Error ? error.message : String(error)})`,
    }
  }
}

/** The prompt without its script: what it says to a person. */
export const withoutScript = (prompt: string): string => prompt.replace(fence, '').trim()

/** A prompt that says `visible` and carries `value`. */
export const promptWithScript = (visible: string, value: unknown): string =>
  `${visible}\n\n\`\`\`millrace-script\n${JSON.stringify(value)}\n\`\`\``
