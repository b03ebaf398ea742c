import { STOPPED_HEADER } from '#contract/worker-life'
import { backoffMs } from './backoff.ts'
import { socketPorts } from './socket-port.ts'
import type { TransportEvents } from './transport.ts'

const SIGNED_OUT = 4401
const UNAUTHORIZED = 401

/** While the worker is given up: any window may ask for another try, and the others should soon follow. */
const STOPPED_RETRY_MS = 1000

/** The browser host's WebSocket, tried again for as long as the page lives. */
export function connectWeb(events: TransportEvents): void {
  let attempt = 0
  let again: (() => void) | null = null

  function open() {
    again = null
    const socket = new WebSocket('/ws')
    const ports = socketPorts(
      (frame) => socket.readyState === WebSocket.OPEN && socket.send(frame),
      () => socket.close(),
    )
    let opened = false
    socket.addEventListener('open', () => {
      opened = true
      attempt = 0
      events.onPorts(ports)
    })
    socket.addEventListener('message', (event) => ports.receive(String(event.data)))
    socket.addEventListener('close', (event) => {
      ports.closed()
      void closed(event.code, opened)
    })
  }

  async function closed(code: number, opened: boolean) {
    // A refused upgrade looks like any other failure from in here; a plain request tells the reason.
    const reason = code === SIGNED_OUT ? 'signed-out' : opened ? 'lost' : await whyRefused()
    if (reason === 'signed-out') return events.onSignedOut()
    const isStopped = reason === 'stopped'
    if (isStopped) events.onStopped()
    else events.onLost()
    const timer = setTimeout(open, isStopped ? STOPPED_RETRY_MS : backoffMs(attempt++, Math.random()))
    again = () => {
      clearTimeout(timer)
      open()
    }
  }

  // A person who comes back, or a network that does, should not wait out a long pause.
  const now = () => document.visibilityState === 'visible' && again?.()
  window.addEventListener('online', now)
  document.addEventListener('visibilitychange', now)
  open()
}

async function whyRefused(): Promise<'signed-out' | 'stopped' | 'lost'> {
  try {
    const { status, headers } = await fetch('/', { method: 'HEAD', cache: 'no-store' })
    if (status === UNAUTHORIZED) return 'signed-out'
    return headers.has(STOPPED_HEADER) ? 'stopped' : 'lost'
  } catch {
    return 'lost'
  }
}
