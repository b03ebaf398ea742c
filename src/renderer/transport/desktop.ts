import { PORTS_MESSAGE, type DesktopApi } from '#contract/desktop'
import { portOf } from './message-port.ts'
import type { Ports, TransportEvents } from './transport.ts'

/** Main hands a new pair over for each life of the worker; the preload passes it on as a message. */
export function connectDesktop(desktop: DesktopApi, events: TransportEvents): void {
  let current: Ports | null = null
  window.addEventListener('message', (event) => {
    if (event.source !== window || event.origin !== location.origin) return
    if ((event.data as { type?: unknown } | null)?.type !== PORTS_MESSAGE) return
    const [feedChannel, rpcChannel] = event.ports
    if (feedChannel === undefined || rpcChannel === undefined) return
    const before = current
    const ports: Ports = { feed: portOf(feedChannel), rpc: portOf(rpcChannel) }
    current = ports
    before?.feed.close()
    before?.rpc.close()
    const lost = () => {
      if (current !== ports) return
      current = null
      ports.feed.close()
      ports.rpc.close()
      events.onLost()
    }
    ports.feed.onClose(lost)
    ports.rpc.onClose(lost)
    events.onPorts(ports)
  })
  desktop.onWorkerStopped(events.onStopped)
  desktop.connect()
}
