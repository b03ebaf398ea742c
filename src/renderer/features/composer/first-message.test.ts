import { beforeEach, describe, expect, it } from 'vitest'
import { outboxID, serverID, sessionID, type SessionRef } from '#contract/ids'
import type { OutboxItem } from '#contract/model'
import { initialState, type State } from '../../store/state.ts'
import {
  begunSession,
  createFirstMessages,
  folderKey,
  messageBefore,
  type FirstMessages,
} from './first-message.ts'

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
const begun: SessionRef = { server, session: sessionID('new') }
const here: State['ui'] = { ...initialState.ui, route: { type: 'new', ...folder } }
const elsewhere: State['ui'] = { ...initialState.ui, route: { type: 'home' } }

let state: State
let done: string[]
let firsts: FirstMessages
const listeners = new Set<() => void>()
const change = (patch: Partial<State>) => {
  state = { ...state, ...patch }
  for (const listener of [...listeners]) listener()
}
const isPending = () => firsts.store.getState().has(folderKey(folder))
const withItem = (next: OutboxItem = item) => ({ outbox: { [next.id]: next } })

beforeEach(() => {
  state = { ...initialState, ui: here }
  done = []
  listeners.clear()
  firsts = createFirstMessages({
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    carry: () => done.push('carried'),
    open: ({ session }) => done.push(`opened ${session}`),
  })
  firsts.begin(folder, id)
})

describe('a message that begins a session', () => {
  it('is gone to once its session is known, and what is being written comes along', () => {
    firsts.follow(folder, item)
    change(withItem())
    expect(done).toEqual([])
    change(withItem({ ...item, session: begun.session }))
    expect(done).toEqual(['carried', 'opened new'])
    expect(isPending()).toBe(false)
    expect(listeners.size).toBe(0)
  })

  it('takes nobody along who has gone elsewhere', () => {
    firsts.follow(folder, item)
    change({ ui: elsewhere })
    expect(isPending()).toBe(false)
    change({ sent: [{ id, session: begun }] })
    expect(done).toEqual([])
  })

  it('is no longer waited for when it was refused or taken back', () => {
    firsts.refuse(folder, id)
    expect(isPending()).toBe(false)
    firsts.begin(folder, id)
    firsts.follow(folder, item)
    change(withItem())
    change({ outbox: {} })
    expect(isPending()).toBe(false)
    expect(done).toEqual([])
  })
})

describe('a second message from the same place', () => {
  it('goes after the one that is being handed over', () => {
    expect(messageBefore(firsts.store.getState(), initialState, folder)).toBe(id)
  })

  it('goes after the last one that waits there, also when the window was loaded anew', () => {
    const later = { ...item, id: outboxID('later'), created: 2 }
    const other = { ...item, id: outboxID('other'), created: 3, directory: '/elsewhere' }
    const outbox = Object.fromEntries([later, item, other].map((each) => [each.id, each]))
    expect(messageBefore(new Map(), { outbox }, folder)).toBe('later')
    expect(messageBefore(new Map(), { outbox: {} }, folder)).toBeNull()
  })
})

describe('the session that a message begins', () => {
  it('is not known while the message waits, whatever else was sent', () => {
    const sent = [{ id: outboxID('another'), session: begun }]
    expect(begunSession({ ...initialState, ...withItem(), sent }, id)).toBeNull()
  })

  it('is the one its outbox item names, or the one it was sent to', () => {
    const named = withItem({ ...item, session: begun.session })
    expect(begunSession({ ...initialState, ...named }, id)).toEqual(begun)
    expect(begunSession({ ...initialState, sent: [{ id, session: begun }] }, id)).toEqual(begun)
  })
})
