import type { Endpoint } from 'comlink'
import type { Port } from '#contract/port'

/** A Port as comlink wants it: values only, nothing transferred. */
export function comlinkEndpoint(port: Port): Endpoint {
  const listeners = new Set<(event: MessageEvent) => void>()
  port.onMessage((data) => {
    const event = new MessageEvent('message', { data })
    for (const listener of [...listeners]) listener(event)
  })
  const callable = (listener: EventListenerOrEventListenerObject) =>
    (typeof listener === 'function' ? listener : listener.handleEvent) as (event: MessageEvent) => void
  return {
    postMessage: (message) => port.post(message),
    addEventListener: (_type, listener) => void listeners.add(callable(listener)),
    removeEventListener: (_type, listener) => void listeners.delete(callable(listener)),
  }
}
