import { expect, test } from 'vitest'
import { createManualClock, settled } from '#test/manual-clock'
import { readRecording } from '#test/recordings/recordings'
import { createSeededRandom } from '#test/seeded-random'
import { createParser } from 'eventsource-parser'
import { createOpencodeDouble } from './double.ts'
import type { TurnStep } from './records.ts'

const DIRECTORY = '/work/project'
const BASE = 'http://double'

interface Seen {
  readonly type: string
  readonly properties: Readonly<Record<string, unknown>>
  readonly syncEvent?: { readonly seq: number; readonly type: string }
}

async function createRig(path = '/global/event') {
  const clock = createManualClock()
  const double = createOpencodeDouble({ clock, random: createSeededRandom(1) })
  const events: Seen[] = []
  const parser = createParser({
    onEvent: ({ data }) => {
      const value = JSON.parse(data) as { payload: Seen } | Seen
      events.push('payload' in value ? value.payload : value)
    },
  })
  const response = await double.fetch(`${BASE}${path}`)
  void (async () => {
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) parser.feed(chunk)
  })().catch(() => undefined)
  const get = async (url: string): Promise<unknown> => (await double.fetch(BASE + url)).json()
  const post = (url: string, body: unknown) =>
    double.fetch(BASE + url, { method: 'POST', body: JSON.stringify(body) })
  return { clock, double, events, get, post, session: double.createSession(DIRECTORY) }
}

const tell = (events: readonly Seen[]): readonly string[] =>
  events
    .filter(({ type }) => type !== 'sync')
    .map(({ type, properties }) => {
      const part = properties['part'] as { type: string; state?: { status: string } } | undefined
      const status = properties['status'] as { type: string } | undefined
      const info = properties['info'] as { role?: string } | undefined
      return [type, part?.type, part?.state?.status, status?.type, info?.role].filter(Boolean).join(' ')
    })

/** Titles, counts of pieces and times differ from run to run: what stays is the order of kinds. */
const shape = (told: readonly string[]): readonly string[] =>
  told
    .filter((line) => !/^session\.(updated|diff)|user$/.test(line))
    .filter((line, index, all) => line !== all[index - 1])

test('a turn with a question sends the same kinds of events in the same order as was recorded', async () => {
  const recorded = readRecording('06-question.global').map(
    ({ data }) => (JSON.parse(data) as { payload: Seen }).payload,
  )
  const { double, events, session } = await createRig()
  double.play(session, [
    { type: 'text', deltas: ['A', ' question.'] },
    { type: 'question', questions: [{ question: 'Which?', header: 'Colour', options: [] }] },
    { type: 'next-message' },
    { type: 'text', deltas: ['Thanks', '.'] },
  ])
  double.prompt(session, 'ask me')
  expect(double.run(session)).toBe('waiting')
  const [ask = ''] = double.pendingAsks(session)
  expect(double.answer(ask, { type: 'answers', answers: [['Blue']] })).toBe(true)
  expect(double.run(session)).toBe('idle')
  await settled()
  // A real text part may end after the next part has begun: it is left out of the order.
  const lines = (told: readonly Seen[]) =>
    shape(tell(told).filter((line) => !/heartbeat|question\.asked|part\.updated text/.test(line)))
  const withoutRunning = (told: readonly string[]) => told.filter((line) => !line.endsWith('tool running'))
  expect(withoutRunning(lines(events))).toEqual(withoutRunning(lines(recorded)))
})

test('an unfinished text is stored as nothing, a finished one whole', async () => {
  const { double, get, session } = await createRig()
  double.play(session, [{ type: 'text', deltas: ['Hello', ' wörld'] }])
  double.prompt(session, 'hi')
  const textOf = async () => {
    const messages = (await get(`/session/${session}/message?limit=10`)) as {
      info: { role: string }
      parts: { type: string; text?: string }[]
    }[]
    return messages.at(-1)?.parts.find((part) => part.type === 'text')?.text
  }
  while ([...double.texts(session).values()].at(-1) !== 'Hello wörld') double.step(session)
  expect(await textOf()).toBe('')
  double.run(session)
  expect(await textOf()).toBe('Hello wörld')
})

test('a prompt sent twice is one prompt when its parts have ids, and has doubled parts when they have none', async () => {
  const { double, get, post, session } = await createRig()
  const send = async (messageID: string, part: object) => {
    const answer = await post(`/session/${session}/prompt_async`, { messageID, parts: [part] })
    expect(answer.status).toBe(204)
    double.run(session)
  }
  const partsOf = async (id: string) =>
    ((await get(`/session/${session}/message/${id}`)) as { parts: unknown[] }).parts.length
  const roles = async () =>
    ((await get(`/session/${session}/message?limit=50`)) as { info: { role: string } }[]).map(
      ({ info }) => info.role,
    )
  for (let n = 0; n < 2; n++) await send('msg_000000000001a', { type: 'text', text: 'x', id: 'prt_1' })
  expect(await partsOf('msg_000000000001a')).toBe(1)
  expect(await roles()).toEqual(['user', 'assistant'])
  for (let n = 0; n < 2; n++) await send('msg_ffff00000001b', { type: 'text', text: 'y' })
  expect(await partsOf('msg_ffff00000001b')).toBe(2)
})

test('durable events come a second time as sync, numbered per session, and can be asked for again', async () => {
  const { double, events, post, session } = await createRig()
  double.prompt(session, 'hi')
  double.run(session)
  await settled()
  const synced = events.flatMap(({ syncEvent }) => (syncEvent ? [syncEvent.seq] : []))
  expect(synced).toEqual(synced.map((_, index) => index))
  const rows = (await (await post('/sync/history', { [session]: 3 })).json()) as { seq: number }[]
  expect(rows[0]?.seq).toBe(4)
  const whole = (await (await post('/sync/history', {})).json()) as unknown[]
  expect(whole).toHaveLength(synced.length)
  expect(await (await post('/sync/history', { [session]: 2147483647 })).json()).toEqual([])
})

test('sessions of every folder are listed, the archived ones when asked for', async () => {
  const { double, get, session } = await createRig()
  const other = double.createSession('/elsewhere')
  const held = double.store.sessions.get(other)
  if (held) double.store.updateSession(held, { time: { ...held.info.time, archived: 1 } })
  const listed = async (query: string) =>
    ((await get(`/experimental/session${query}`)) as { id: string }[]).map(({ id }) => id)
  expect(await listed('')).toEqual([session])
  expect((await listed('?archived=true')).sort()).toEqual([session, other].sort())
  expect(await listed('?archived=true&limit=1')).toHaveLength(1)
})

test('an abort tells idle twice and leaves the text as far as it came', async () => {
  const { double, events, post, session, get } = await createRig()
  double.play(session, [{ type: 'text', deltas: ['one', ' two', ' three'] }])
  double.prompt(session, 'hi')
  while ([...double.texts(session).values()].at(-1) !== 'one two') double.step(session)
  await post(`/session/${session}/abort`, {})
  await settled()
  expect(tell(events).slice(-7)).toEqual([
    'session.error',
    'session.status idle',
    'session.idle',
    'message.part.updated text',
    'message.updated assistant',
    'session.status idle',
    'session.idle',
  ])
  expect([...double.texts(session).values()].at(-1)).toBe('one two')
  expect(await get('/session/status')).toEqual({})
  expect(double.step(session)).toBe('idle')
})

test('an ask is listed until it is answered, and in its own folder only', async () => {
  const { double, get, post, session } = await createRig()
  const script: readonly TurnStep[] = [
    {
      type: 'tool',
      tool: 'bash',
      input: { command: 'ls' },
      output: ['a\n'],
      permission: { permission: 'bash', patterns: ['ls'], always: ['ls *'] },
    },
  ]
  double.play(session, script)
  double.prompt(session, 'run it')
  double.run(session)
  const [ask = ''] = double.pendingAsks(session)
  expect(await get(`/permission?directory=${DIRECTORY}`)).toMatchObject([{ id: ask, permission: 'bash' }])
  expect(await get('/permission?directory=/elsewhere')).toEqual([])
  expect((await post(`/permission/${ask}/reply`, { reply: 'once' })).status).toBe(200)
  expect((await post(`/permission/${ask}/reply`, { reply: 'once' })).status).toBe(404)
  expect(double.run(session)).toBe('idle')
})

test('messages come in pages from the newest, and a page names the cursor of the one before', async () => {
  const { double, session } = await createRig()
  for (let n = 0; n < 3; n++) {
    double.prompt(session, `prompt ${n}`)
    double.run(session)
  }
  const ids: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const before: string = cursor === '' ? '' : `&before=${cursor}`
    const answer = await double.fetch(`${BASE}/session/${session}/message?limit=4${before}`)
    const page = (await answer.json()) as { info: { id: string } }[]
    ids.unshift(...page.map(({ info }) => info.id))
    cursor = answer.headers.get('x-next-cursor')
  }
  expect(ids).toHaveLength(6)
  expect(ids).toEqual([...new Set(ids)].sort())
  expect((await double.fetch(`${BASE}/session/${session}/message?before=x`)).status).toBe(400)
})

test('it beats every ten seconds, on one folder’s stream too, which has no sync copies', async () => {
  const { clock, double, events } = await createRig('/event?directory=/elsewhere')
  double.createSession('/elsewhere')
  await clock.advance(25_000)
  expect(events.map(({ type }) => type)).toEqual([
    'server.connected',
    'session.created',
    'server.heartbeat',
    'server.heartbeat',
  ])
})

test('it refuses as opencode does', async () => {
  const clock = createManualClock()
  const credentials = { username: 'opencode', password: 'secret' }
  const double = createOpencodeDouble({ clock, random: createSeededRandom(1), credentials })
  const refused = await double.fetch(`${BASE}/global/health`)
  expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
    401,
    'Basic realm="Secure Area"',
  ])
  const headers = { authorization: `Basic ${btoa('opencode:secret')}` }
  const html = await double.fetch(`${BASE}/no/such/page`, { headers })
  expect([html.status, html.headers.get('content-type')]).toEqual([200, 'text/html'])
  expect((await double.fetch(`${BASE}/session/nonsense`, { headers })).status).toBe(500)
  expect((await double.fetch(`${BASE}/session/ses_nobody`, { headers })).status).toBe(404)
})

test('killed in the middle of a turn it comes back idle, with what it had stored', async () => {
  const { double, get, session } = await createRig()
  double.play(session, [{ type: 'text', deltas: ['never', ' stored'] }])
  double.prompt(session, 'hi')
  while (double.streaming(session).size === 0) double.step(session)
  double.kill()
  await expect(double.fetch(`${BASE}/global/health`)).rejects.toMatchObject({
    cause: { code: 'ECONNREFUSED' },
  })
  expect(double.streams()).toBe(0)
  double.restart()
  expect(await get('/session/status')).toEqual({})
  const messages = (await get(`/session/${session}/message?limit=9`)) as { info: { time: object } }[]
  expect(messages.map(({ info }) => 'completed' in info.time)).toEqual([false, false])
})
