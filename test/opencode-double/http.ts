// The double on a real socket of the loopback, for what only sockets show.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { OpencodeDouble } from './double.ts'

export interface ListeningDouble {
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

export async function listen(double: Pick<OpencodeDouble, 'handle'>): Promise<ListeningDouble> {
  const server = createServer((incoming, outgoing) => {
    void answer(double, incoming, outgoing)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(
  double: Pick<OpencodeDouble, 'handle'>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const gone = new AbortController()
  outgoing.on('close', () => gone.abort())
  const chunks: Uint8Array[] = []
  for await (const chunk of incoming) chunks.push(chunk as Uint8Array)
  const body = Buffer.concat(chunks)
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value))
  const response = await double.handle(
    new Request(`http://${incoming.headers.host ?? 'localhost'}${incoming.url ?? '/'}`, {
      method: incoming.method ?? 'GET',
      headers,
      ...(body.length > 0 ? { body } : {}),
    }),
    gone.signal,
  )
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  try {
    for await (const chunk of response.body ?? []) outgoing.write(chunk)
    outgoing.end()
  } catch {
    outgoing.destroy()
  }
}
