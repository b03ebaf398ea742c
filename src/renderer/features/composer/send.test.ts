import { describe, expect, it } from 'vitest'
import { outboxID, serverID } from '#contract/ids'
import type { OutboxItem } from '#contract/model'
import { fail, ok, type Result } from '#contract/result'
import { sendOnce } from './send.ts'

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
describe('a message', () => {
  const args = { id, ...folder, session: null, after: null, content: item.content, agent: null, model: null }
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
