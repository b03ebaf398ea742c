// A window as the worker sees one: says hello with what it shows and up to where, acknowledges on receipt,
// and goes on with other ports when its own have closed.

import { wrap, type Endpoint } from 'comlink'
import type { Cursor, FeedMessage, WindowMessage, WindowState } from '#contract/feed'
import type { SessionRef } from '#contract/ids'
import type { Port } from '#contract/port'
import type { Rpc } from '#contract/rpc'
import { CONTRACT_VERSION } from '#contract/version'
import { createWindowModel, type WindowModel } from '#test/window-model'

export interface TestWindow {
  readonly model: () => WindowModel
  /** Calls go to the ports it has now; one whose port has died is never answered. */
  readonly rpc: () => Rpc
  attach(ports: { readonly feed: Port; readonly calls: Port }): void
  show(ref: SessionRef): void
  /** The page is loaded again: it forgets all but which session its address names. */
  reload(): void
  /** Nothing runs in the page; what comes waits. */
  freeze(): void
  thaw(): void
  /** Called after each batch; the returned function ends that. */
  onChange(listener: () => void): () => void
}

export function createTestWindow(): TestWindow {
  let model = createWindowModel()
  let cursor: Cursor = {}
  let open: readonly SessionRef[] = []
  let rpc: Rpc | null = null
  let post = (_message: WindowMessage): void => undefined
  let waiting: FeedMessage[] | null = null
  const listeners = new Set<() => void>()

  const state = (): WindowState => ({ active: open[0] ?? null, open, visible: true, focused: true })
  const receive = (message: FeedMessage): void => {
    if (message.type !== 'batch') return
    model.receive(message)
    cursor = message.reset ? message.upTo : { ...cursor, ...message.upTo }
    post({ type: 'ack', batch: message.batch })
    for (const listener of [...listeners]) listener()
  }

  return {
    model: () => model,
    rpc: () => {
      if (!rpc) throw new Error('The window has no ports yet.')
      return rpc
    },
    attach: ({ feed, calls }) => {
      waiting &&= []
      feed.onMessage((message) => {
        if (waiting) waiting.push(message as FeedMessage)
        else receive(message as FeedMessage)
      })
      post = (message) => feed.post(message)
      rpc = wrap<Rpc>(endpointOf(calls)) as unknown as Rpc
      post({ type: 'hello', v: CONTRACT_VERSION, cursor, state: state() })
    },
    show: (ref) => {
      open = [ref]
      post({ type: 'state', state: state() })
    },
    reload: () => {
      model = createWindowModel()
      cursor = {}
      waiting = null
    },
    freeze: () => void (waiting ??= []),
    thaw: () => {
      // What an acknowledgement brings comes after what waited before it.
      for (let next = waiting?.shift(); next; next = waiting?.shift()) receive(next)
      waiting = null
    },
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

type Listener = (event: { readonly data: unknown }) => void

function endpointOf(port: Port): Endpoint {
  const listeners = new Set<Listener>()
  port.onMessage((data) => {
    for (const listener of [...listeners]) listener({ data })
  })
  const endpoint = {
    postMessage: (message: unknown) => port.post(message),
    addEventListener: (_type: string, listener: Listener) => listeners.add(listener),
    removeEventListener: (_type: string, listener: Listener) => listeners.delete(listener),
  }
  return endpoint as unknown as Endpoint
}
