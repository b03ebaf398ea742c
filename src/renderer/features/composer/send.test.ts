import { describe, expect, it } from 'vitest'
import { outboxID, serverID, sessionID, type SessionRef } from '#contract/ids'
import type { OutboxItem } from '#contract/model'
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
const stateWith = (outbox: readonly OutboxItem[], sent: State['sent']): State => ({
  ...initialState,
  outbox: Object.fromEntries(outbox.map((each) => [each.id, each])),
  sent,
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
  const here: SessionRef = { server: item.server, session: sessionID('new') }

  it('is not known while the message waits, whatever else was sent', () => {
    const sent = [{ id: outboxID('another'), session: here }]
    expect(begunSession(stateWith([item], sent), id)).toBeNull()
  })

  it('is the one its outbox item names', () => {
    expect(begunSession(stateWith([{ ...item, session: here.session }], []), id)).toEqual(here)
  })

  it('is the one it was sent to when it has left the outbox', () => {
    expect(begunSession(stateWith([], [{ id, session: here }]), id)).toEqual(here)
  })
})
