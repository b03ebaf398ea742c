/** The faults that only a real socket has: a reset, and a connection half open. One proxy, loopback to loopback. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface TcpProxy {
  readonly url: string
  /** Every open connection is reset; `refuse`: new ones too, until `heal`. */
  reset(refuse: boolean): void
  /** Nothing passes any more on open connections, in either direction, and neither side is told. */
  freeze(): void
  /**
   * From the first request on that holds `text`, what is asked still arrives and nothing comes back, on
   * other and new connections too, until `heal`.
   */
  swallowAnswersFrom(text: string): void
  heal(): void
  close(): Promise<void>
  readonly connections: () => number
}

export async function createTcpProxy(targetPort: number): Promise<TcpProxy> {
  const pairs = new Set<{ readonly client: Socket; readonly server: Socket; frozen: boolean }>()
  let isRefusing = false
  let isSwallowing = false
  let swallowFrom: string | null = null

  const proxy = createServer((client) => {
    if (isRefusing) {
      client.resetAndDestroy()
      return
    }
    const server = connect(targetPort, '127.0.0.1')
    const pair = { client, server, frozen: false }
    pairs.add(pair)
    const link = (from: Socket, to: Socket): void => {
      from.on('data', (bytes) => {
        if (swallowFrom !== null && from === client && bytes.includes(swallowFrom)) isSwallowing = true
        if (!pair.frozen && !(isSwallowing && from === server)) to.write(bytes)
      })
      from.on('end', () => {
        if (!pair.frozen) to.end()
      })
      from.on('error', () => undefined)
      from.on('close', () => {
        pairs.delete(pair)
        if (!pair.frozen) to.destroy()
      })
    }
    link(client, server)
    link(server, client)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const { port } = proxy.address() as AddressInfo

  return {
    url: `http://127.0.0.1:${port}`,
    reset: (refuse) => {
      isRefusing = refuse
      for (const { client } of [...pairs]) client.resetAndDestroy()
    },
    freeze: () => {
      for (const pair of pairs) pair.frozen = true
    },
    swallowAnswersFrom: (text) => {
      swallowFrom = text
    },
    heal: () => {
      isRefusing = false
      isSwallowing = false
      swallowFrom = null
    },
    connections: () => pairs.size,
    close: () =>
      new Promise((resolve) => {
        for (const { client, server } of pairs) {
          client.destroy()
          server.destroy()
        }
        proxy.close(() => resolve())
      }),
  }
}
