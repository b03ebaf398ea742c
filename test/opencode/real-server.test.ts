/** The scripted model behind the real opencode: what later tests rely on. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { existsSync, readFileSync } from 'node:fs'
import { promptWithScript } from '../../src/worker/demo/script.ts'
import { type EventLog, type OpencodeClient, type SeenEvent, createOpencodeClient } from './client.ts'
import { type RealOpencode, startRealOpencode } from './real-server.ts'

interface Part {
  readonly id: string
  readonly sessionID: string
  readonly type: string
  readonly text?: string
  readonly tool?: string
  readonly state?: {
    readonly status: string
    readonly output?: string
    readonly metadata?: { readonly sessionId?: string }
  }
}

/** The first turn boots the project in the server: slow on a busy machine. */
vi.setConfig({ testTimeout: 60_000 })

let server: RealOpencode
let client: OpencodeClient
let log: EventLog

beforeAll(async () => {
  server = await startRealOpencode()
  client = createOpencodeClient(server)
  log = await client.openEvents()
}, 90_000)
afterAll(async () => {
  log?.close()
  await server?.close()
})

/** A zombie has ended: only nobody has asked how. */
const isRunning = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

const isIn =
  (sessionID: string, type: string) =>
  (event: SeenEvent): boolean =>
    event.type === type && event.properties.sessionID === sessionID

const play = async (visible: string, script: unknown): Promise<string> => {
  const sessionID = await client.createSession()
  await client.prompt(sessionID, promptWithScript(visible, script))
  return sessionID
}
const idle = (sessionID: string) => log.waitFor('the end of the turn', isIn(sessionID, 'session.idle'))

const partsOf = async (sessionID: string): Promise<readonly Part[]> => {
  const messages = (await client.call('GET', `/session/${sessionID}/message`)) as {
    info: { role: string }
    parts: Part[]
  }[]
  return messages.filter(({ info }) => info.role === 'assistant').flatMap(({ parts }) => parts)
}
const lastText = async (sessionID: string) =>
  (await partsOf(sessionID)).findLast((part) => part.type === 'text')?.text

test('the deltas joined are the stored text', async () => {
  const text = 'Tides — 潮汐 🌊 rise.\n\n```js\nlevel(now)\n```\n'.repeat(5)
  const sessionID = await play('Say something', [
    [
      { reasoning: 'Let me see.', rate: 2000 },
      { text, rate: 2000 },
    ],
  ])
  await idle(sessionID)
  const parts = (await partsOf(sessionID)).filter((part) => part.type === 'text' || part.type === 'reasoning')
  expect(parts.map((part) => part.type)).toEqual(['reasoning', 'text'])
  for (const part of parts) {
    const deltas = log.events.filter(
      (event) => event.type === 'message.part.delta' && event.properties.partID === part.id,
    )
    expect(deltas.map((event) => event.properties.delta).join('')).toBe(part.text)
  }
  expect(parts[1]?.text?.trim()).toBe(text.trim())
})

test('a command asks, runs and is answered', async () => {
  const sessionID = await play('Run it', [
    { tool: 'bash', input: { command: 'echo tide' } },
    { text: 'It ran.' },
  ])
  const asked = await log.waitFor('the permission', isIn(sessionID, 'permission.asked'))
  await client.call('POST', `/permission/${String(asked.properties.id)}/reply`, { reply: 'once' })
  await idle(sessionID)
  const tool = (await partsOf(sessionID)).find((part) => part.type === 'tool')
  expect(tool).toMatchObject({ tool: 'bash', state: { status: 'completed', output: 'tide\n' } })
  expect(await lastText(sessionID)).toBe('It ran.')
})

test('a question reaches the person and the answer the model', async () => {
  const sessionID = await client.createSession()
  await client.prompt(sessionID, 'Ask me what to build next')
  const asked = await log.waitFor('the question', isIn(sessionID, 'question.asked'))
  const answers = [['Feet'], ['Moon phase', 'Wind']]
  await client.call('POST', `/question/${String(asked.properties.id)}/reply`, { answers })
  await idle(sessionID)
  expect(await lastText(sessionID)).toBe('Noted: **Feet**, **Moon phase, Wind**.')
})

test('a helper is a session of its own, with its own script', async () => {
  const prompt = promptWithScript('Count', { text: 'Four.' })
  const sessionID = await play('Delegate', [
    { tool: 'task', input: { description: 'Count', subagent_type: 'general', prompt } },
    { text: 'The helper says four.' },
  ])
  await idle(sessionID)
  const child = (await partsOf(sessionID)).find((part) => part.tool === 'task')?.state?.metadata?.sessionId
  expect(await lastText(child ?? '')).toBe('Four.')
  expect(await lastText(sessionID)).toBe('The helper says four.')
})

test('a refused request is tried again', async () => {
  const sessionID = await play('Go', [[{ fail: { status: 429, retryAfterS: 1 } }, { text: 'At last.' }]])
  await idle(sessionID)
  const statuses = log.events
    .filter(isIn(sessionID, 'session.status'))
    .map((event) => event.properties.status)
  expect(statuses).toContainEqual(expect.objectContaining({ type: 'retry', attempt: 1 }))
  expect(await lastText(sessionID)).toBe('At last.')
})

test('the deep model has two variants, the fast one none', async () => {
  const { providers } = (await client.call('GET', '/config/providers')) as {
    providers: { models: Record<string, { variants: object }> }[]
  }
  const variantsOf = (id: string) => Object.keys(providers[0]?.models[id]?.variants ?? {})
  expect([variantsOf('fast'), variantsOf('deep')]).toEqual([[], ['low', 'high']])
  const sessionID = await client.createSession()
  await client.prompt(sessionID, 'Hello', { model: { providerID: 'demo', modelID: 'deep' }, variant: 'high' })
  await idle(sessionID)
  expect(server.model.requests.find(({ model }) => model === 'deep')).toMatchObject({
    reasoningEffort: 'high',
  })
})

test(
  'nothing is left of it after it is closed, not even what an agent started',
  { skip: process.platform !== 'linux' },
  async () => {
    const own = await startRealOpencode({ permission: { bash: 'allow' } })
    const ownClient = createOpencodeClient(own)
    const ownLog = await ownClient.openEvents()
    const sessionID = await ownClient.createSession()
    const command = 'echo "pid $$"; sleep 600'
    await ownClient.prompt(sessionID, promptWithScript('Sleep', { tool: 'bash', input: { command } }))
    let pid = 0
    await ownLog.waitFor('the command to run', ({ properties }) => {
      const { part } = properties as { part?: { state?: { metadata?: { output?: string } } } }
      pid = Number(/pid (\d+)/.exec(part?.state?.metadata?.output ?? '')?.[1] ?? 0)
      return pid > 0
    })
    expect(isRunning(pid)).toBe(true)
    ownLog.close()
    await own.close()
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 5_000 })
    expect(existsSync(own.root)).toBe(false)
  },
)
