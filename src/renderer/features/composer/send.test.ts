import { describe, expect, it } from 'vitest'
import { outboxID, refKey, serverID, sessionID } from '#contract/ids'
import type { OutboxItem, Session } from '#contract/model'
import { fail, ok, type Result } from '#contract/result'
import { initialState, type State } from '../../store/state.ts'
import { begunSession, sendOnce } from './send.ts'

const server = serverID('srv')
const folder = { server, directory: '/repo' }
const id = outboxID('out')
const item: OutboxItem = {
  id,
  ...folder,
  session: null,
  content: { type: 'prompt', parts: [{ type: 'text', text: 'hello' }] },
  agent: null,
  model: null,
  created: 1,
  state: { type: 'sending' },
}
const session = (name: string): Session => ({
  server,
  id: sessionID(name),
  directory: '/repo',
  title: name,
  parent: null,
  created: 1,
  updated: 1,
  archived: null,
  agent: null,
  model: null,
  cost: 0,
  tokens: null,
  changes: null,
})
const stateWith = (sessions: readonly Session[], outbox: readonly OutboxItem[]): State => ({
  ...initialState,
  sessions: Object.fromEntries(sessions.map((each) => [refKey(each.server, each.id), each])),
  outbox: Object.fromEntries(outbox.map((each) => [each.id, each])),
})

describe('a message', () => {
  const args = { id, ...folder, session: null, content: item.content, agent: null, model: null }
  const answering = (...answers: readonly Result<OutboxItem>[]) => {
    const ids: string[] = []
    const send = async (sent: typeof args) => {
      ids.push(sent.id)
      return answers[ids.length - 1] ?? fail('server-error', 'asked too often')
    }
    return { ids, send }
  }

  it('is handed over again under the same id when the worker ended before it answered', async () => {
    const { ids, send } = answering(fail('port-closed', ''), ok(item))
    expect(await sendOnce(args, send, async () => true)).toEqual(ok(item))
    expect(ids).toEqual([id, id])
  })

  it('is not handed over again when it was refused', async () => {
    const { ids, send } = answering(fail('bad-request', 'no'), ok(item))
    expect(await sendOnce(args, send, async () => true)).toEqual(fail('bad-request', 'no'))
    expect(ids).toHaveLength(1)
  })

  it('comes back when the worker does not', async () => {
    const { send } = answering(fail('port-closed', 'gone'))
    expect(await sendOnce(args, send, async () => false)).toEqual(fail('port-closed', 'gone'))
  })
})

describe('the session that a message begins', () => {
  const before = new Set(['old'])

  it('is not known while the message waits, whatever else appears in the folder', () => {
    expect(begunSession(stateWith([session('old'), session('other')], [item]), id, before, folder)).toBeNull()
  })

  it('is the one its outbox item names', () => {
    const named = { ...item, session: sessionID('new') }
    expect(begunSession(stateWith([session('old')], [named]), id, before, folder)?.id).toBe('new')
  })

  it('is the one new in the folder when the message has left the outbox', () => {
    expect(begunSession(stateWith([session('old')], []), id, before, folder)).toBeNull()
    expect(begunSession(stateWith([session('old'), session('new')], []), id, before, folder)?.id).toBe('new')
  })
})
