import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { promptWithScript } from './script.ts'
import { type ScriptedModel, type ScriptedModelOptions, createScriptedModel } from './scripted-model.ts'
import { showcasePrompts } from './showcase.ts'

interface Chunk {
  readonly choices: readonly {
    readonly delta: {
      readonly content?: string
      readonly reasoning_content?: string
      readonly tool_calls?: readonly {
        readonly index: number
        readonly function: { name?: string; arguments: string }
      }[]
    }
    readonly finish_reason: string | null
  }[]
  readonly usage?: { readonly completion_tokens: number }
}
type Message = { readonly role: string; readonly content: unknown }

const open: ScriptedModel[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((model) => model.close()))
})

/** A model whose time jumps: no test waits for a pace. */
const start = async (options: ScriptedModelOptions = {}): Promise<ScriptedModel> => {
  let now = 0
  const pace = {
    now: () => now,
    sleep: (ms: number) => {
      now += ms
      return Promise.resolve()
    },
  }
  const model = await createScriptedModel({ pace, ...options })
  open.push(model)
  return model
}

const user = (text: string): Message => ({ role: 'user', content: text })
const system: Message = {
  role: 'system',
  content: 'You are an agent.\nWorking directory: /home/mara/tide-clock\n',
}

const post = (model: ScriptedModel, messages: readonly Message[], more: object = {}): Promise<Response> =>
  fetch(`${model.url}/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({
      model: 'fast',
      stream: true,
      tools: [{}],
      messages: [system, ...messages],
      ...more,
    }),
  })

const read = async (response: Response) => {
  const events = (await response.text()).split('\n\n').filter((event) => event !== '')
  const chunks = events.slice(0, -1).map((event) => JSON.parse(event.slice('data: '.length)) as Chunk)
  const deltas = chunks.flatMap((chunk) => chunk.choices.map((choice) => choice.delta))
  const calls = deltas.flatMap((delta) => delta.tool_calls ?? [])
  return {
    last: events.at(-1),
    pieces: deltas.flatMap((delta) => (delta.content ? [delta.content] : [])),
    text: deltas.map((delta) => delta.content ?? '').join(''),
    reasoning: deltas.map((delta) => delta.reasoning_content ?? '').join(''),
    calls: [...new Set(calls.map((call) => call.index))].map((index) => {
      const mine = calls.filter((call) => call.index === index)
      return {
        name: mine[0]?.function.name,
        input: JSON.parse(mine.map((call) => call.function.arguments).join('')) as unknown,
      }
    }),
    finish: chunks.flatMap((chunk) => chunk.choices.flatMap((choice) => choice.finish_reason ?? [])),
    usage: chunks.findLast((chunk) => chunk.usage)?.usage,
  }
}

test('streamed text is the text of the script, whatever it holds', async () => {
  const model = await start()
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (text) => {
      const answer = await read(await post(model, [user(promptWithScript('Say it', { text }))]))
      expect(answer.text).toBe(text)
    }),
    { numRuns: 30 },
  )
})

test('an answer ends with its reason, its usage and the end mark', async () => {
  const model = await start()
  const answer = await read(
    await post(model, [user(promptWithScript('Hi', [[{ reasoning: 'Hm.' }, { text: 'Hello there' }]]))]),
  )
  expect(answer).toMatchObject({
    reasoning: 'Hm.',
    text: 'Hello there',
    finish: ['stop'],
    last: 'data: [DONE]',
  })
  expect(answer.usage?.completion_tokens).toBeGreaterThan(2)
})

test('several tools of one step are several calls, and know the folder', async () => {
  const model = await start()
  const script = {
    steps: [
      [
        { tool: 'read', input: { filePath: '{{cwd}}/a.js' } },
        { tool: 'glob', input: { pattern: '*' } },
      ],
    ],
  }
  const answer = await read(await post(model, [user(promptWithScript('Go', script))]))
  expect(answer.finish).toEqual(['tool_calls'])
  expect(answer.calls).toEqual([
    { name: 'read', input: { filePath: '/home/mara/tide-clock/a.js' } },
    { name: 'glob', input: { pattern: '*' } },
  ])
})

test('the step that is due is told by the answers since the last prompt', async () => {
  const model = await start()
  const prompt = user(promptWithScript('Go', { steps: ['one', 'two', 'three'].map((text) => ({ text })) }))
  const answered = { role: 'assistant', content: 'an answer' }
  const tool = { role: 'tool', content: 'a result' }
  const say = async (...messages: readonly Message[]) => (await read(await post(model, messages))).text
  expect(await say(prompt)).toBe('one')
  expect(await say(prompt, answered, tool, tool)).toBe('two')
  expect(await say(prompt, answered, tool, answered, tool)).toBe('three')
  expect(await say(prompt, answered, answered, answered)).toBe('Done.')
  expect(await say(prompt, answered, tool, answered, prompt)).toBe('one')
})

test('a step fails as often as it was told to, then goes on', async () => {
  const model = await start()
  const script = [
    [{ fail: { status: 429, message: 'slow down', retryAfterS: 2, times: 2 } }, { text: 'at last' }],
  ]
  const ask = () => post(model, [user(promptWithScript('Go', script))])
  for (const response of [await ask(), await ask()]) {
    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBe('2')
    expect(await response.json()).toMatchObject({ error: { message: 'slow down' } })
  }
  expect((await read(await ask())).text).toBe('at last')
})

test('text is paced by its rate, and a burst is not', async () => {
  const writes: { readonly text: string; readonly at: number }[] = []
  const model = await start({ onWrite: (write) => writes.push(write) })
  await read(
    await post(model, [user(promptWithScript('Go', { repeat: { text: ' word', count: 11, rate: 10 } }))]),
  )
  expect((writes.at(-1)?.at ?? 0) - (writes[0]?.at ?? 0)).toBe(1000)
  writes.length = 0
  await read(
    await post(model, [
      user(promptWithScript('Go', [[{ burst: true }, { repeat: { text: ' word', count: 900 } }]])),
    ]),
  )
  expect(writes).toHaveLength(900)
  expect((writes.at(-1)?.at ?? 0) - (writes[0]?.at ?? 0)).toBe(0)
})

test('an answer that hangs ends when the model closes', async () => {
  const model = await start()
  const response = await post(model, [user(promptWithScript('Go', [[{ text: 'begun' }, { hang: true }]]))])
  const ended = response.text().then(
    () => 'whole',
    () => 'cut',
  )
  await model.close()
  expect(await ended).toBe('cut')
})

test('a script with a mistake is answered with a sentence', async () => {
  const model = await start()
  const answer = await read(await post(model, [user(promptWithScript('Go', { steps: [{ txt: 'a' }] }))]))
  expect(answer.text).toMatch(
    /^I can't play the script in this prompt: steps\.0\.0: an action needs one of: text/,
  )
})

test('a title is made of the first words, without the script', async () => {
  const model = await start()
  const title = [
    { role: 'system', content: 'You write a title for a conversation.' },
    user(promptWithScript('Please find out why the tide clock is late today', { text: 'x' })),
  ]
  const response = await post(model, title, { tools: undefined })
  expect((await read(response)).text).toBe('Please find out why the tide clock is')
  const known = await post(
    model,
    [title[0] ?? system, user('Generate a title for this conversation:\n'), user('Run the checks')],
    {
      tools: [],
    },
  )
  expect((await read(known)).text).toBe('Run a command')
  expect(model.requests.map((request) => request.kind)).toEqual(['title', 'title'])
})

test('without a stream the answer comes whole', async () => {
  const model = await start()
  const response = await post(model, [user(promptWithScript('Go', { text: 'whole' }))], { stream: false })
  expect(await response.json()).toMatchObject({
    choices: [{ message: { content: 'whole' }, finish_reason: 'stop' }],
  })
})

test('an ordinary prompt gets a friendly answer that says what this model is', async () => {
  const model = await start()
  expect((await read(await post(model, [user('Hello')]))).text).toContain('scripted model')
})

test('every offered prompt has its own answer, also with a note of the server beside it', async () => {
  const model = await start()
  for (const { prompt } of showcasePrompts) {
    const content = [
      { type: 'text', text: prompt },
      { type: 'text', text: '<system-reminder>Plan mode is on</system-reminder>' },
    ]
    const response = await post(model, [{ role: 'user', content }])
    if (response.status === 429) continue
    expect((await read(response)).text).not.toContain('Try one of these')
  }
})

test('what is no chat request is refused', async () => {
  const model = await start()
  const response = await fetch(`${model.url}/chat/completions`, { method: 'POST', body: '{"messages":1}' })
  expect(response.status).toBe(400)
  expect((await fetch(`${model.url}/nothing`)).status).toBe(404)
  expect(await (await fetch(`${model.url}/models`)).json()).toMatchObject({
    data: [{ id: 'fast' }, { id: 'deep' }],
  })
})
