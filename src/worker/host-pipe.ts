// What the worker hangs on: Electron's `process.parentPort`, or Node's IPC channel.

import type { HostMessage } from '#contract/host'
import type { Port } from '#contract/port'
import type { HostPipe } from './host-channel.ts'

/** The part of Electron's MessagePortMain and ParentPort that is used here; the worker imports no Electron. */
interface ElectronPort {
  postMessage(message: unknown): void
  on(
    event: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly ElectronPort[] }) => void,
  ): void
  on(event: 'close', listener: () => void): void
  start?(): void
  close?(): void
}

const electronParent = (): ElectronPort | null =>
  (process as unknown as { readonly parentPort?: ElectronPort }).parentPort ?? null

/** Null when the worker was started by hand. */
export function openHostPipe(): HostPipe | null {
  const parent = electronParent()
  if (parent) {
    return {
      post: (message) => parent.postMessage(message),
      onMessage: (listener) => {
        parent.on('message', (event) => listener(event.data as HostMessage, event.ports.map(portOf)))
      },
    }
  }
  if (!process.send) return null
  const send = process.send.bind(process)
  // The host is gone: nothing that this worker does reaches anybody, and its servers end with the host.
  process.on('disconnect', () => process.exit(0))
  return {
    post: (message) => void send(message),
    onMessage: (listener) => {
      process.on('message', (message) => listener(message as HostMessage, []))
    },
  }
}

function portOf(port: ElectronPort): Port {
  let closed = false
  let onClose = (): void => {}
  port.on('close', () => {
    if (closed) return
    closed = true
    onClose()
  })
  return {
    post: (message) => {
      if (!closed) port.postMessage(message)
    },
    onMessage: (listener) => {
      port.on('message', (event) => listener(event.data))
      port.start?.()
    },
    onClose: (listener) => {
      onClose = listener
    },
    close: () => port.close?.(),
  }
}
