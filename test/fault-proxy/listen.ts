/** The fault proxy on a real socket, before a real server: for a whole app that knows only an address. */
import { systemClock } from '../../src/worker/clock.ts'
import { listen } from '../opencode-double/http.ts'
import { createFaultProxy, type FaultProxy } from './fault-proxy.ts'

export interface ListeningProxy extends FaultProxy {
  readonly url: string
  close(): Promise<void>
}

/** What belongs to one hop, and what fetch has undone or does itself. */
const HOP_HEADERS = ['connection', 'host', 'content-length', 'accept-encoding', 'transfer-encoding']
const UNDONE_HEADERS = ['content-encoding', 'content-length', 'connection', 'transfer-encoding']

const without = (headers: Headers, names: readonly string[]): Headers => {
  const kept = new Headers(headers)
  for (const name of names) kept.delete(name)
  return kept
}

/** @param target the server's address, without a path */
export async function listenFaultProxy(target: string): Promise<ListeningProxy> {
  const proxy = createFaultProxy(async (input, init) => {
    const request = new Request(input, init)
    const { pathname, search } = new URL(request.url)
    const body = request.body === null ? {} : { body: await request.arrayBuffer() }
    const answer = await fetch(`${target}${pathname}${search}`, {
      method: request.method,
      headers: without(request.headers, HOP_HEADERS),
      redirect: 'manual',
      signal: init?.signal ?? null,
      ...body,
    })
    const headers = without(answer.headers, UNDONE_HEADERS)
    return new Response(answer.body, { status: answer.status, headers })
  }, systemClock)
  const { url, close } = await listen({ handle: (request, signal) => proxy.fetch(request, { signal }) })
  return { ...proxy, url, close }
}
