// comlink over our Port. Only an allow-list object is exposed, so that no method of anything else can be
// reached by name.

import { expose, type Endpoint } from 'comlink'
import type { Port } from '#contract/port'
import type { Rpc } from '#contract/rpc'

type Listener = (event: { readonly data: unknown }) => void

export function exposeRpc(port: Port, rpc: Rpc): void {
  const listeners = new Set<Listener>()
  port.onMessage((data) => {
    for (const listener of [...listeners]) listener({ data })
  })
  const endpoint = {
    postMessage: (message: unknown) => port.post(message),
    addEventListener: (_type: string, listener: Listener) => listeners.add(listener),
    removeEventListener: (_type: string, listener: Listener) => listeners.delete(listener),
  }
  expose(rpc, endpoint as unknown as Endpoint)
}
