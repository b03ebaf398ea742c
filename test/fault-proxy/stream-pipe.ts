// One event stream on its way through the proxy. The double sends one event per chunk, so a chunk is a frame.

import { brokenConnection, BUFFER_BYTES, middleOfCharacter, truncateFrame, type Fault } from './faults.ts'

export interface StreamPipe {
  readonly response: Response
  /** A fault begins: what it does to a connection that is open. */
  strike(fault: Fault): void
  /** It is over: what was held comes now. */
  heal(): void
  /** Half open: no byte will ever come. */
  readonly isDeaf: () => boolean
}

export function createStreamPipe(
  upstream: Response,
  signal: AbortSignal | null,
  onGone: () => void,
  during: Fault | null,
): StreamPipe {
  let fault = during
  let isDeaf = false
  let held: Uint8Array[] = []
  let heldBytes = 0
  let isOver = false
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null
  const reader = upstream.body?.getReader()

  const leave = (): boolean => {
    if (isOver) return false
    isOver = true
    onGone()
    void reader?.cancel().catch(() => undefined)
    return true
  }
  const close = (): void => {
    if (leave()) controller?.close()
  }
  const fail = (error: unknown): void => {
    if (leave()) controller?.error(error)
  }
  const send = (bytes: Uint8Array): void => {
    if (!isOver) controller?.enqueue(bytes)
  }
  const release = (): void => {
    for (const bytes of held) send(bytes)
    held = []
    heldBytes = 0
  }
  const hold = (bytes: Uint8Array): void => {
    held.push(bytes)
    heldBytes += bytes.byteLength
  }

  const pass = (frame: Uint8Array): void => {
    if (isDeaf) return
    switch (fault) {
      case 'stall':
      case 'server-stopped':
        return hold(frame)
      case 'buffering':
        hold(frame)
        if (heldBytes >= BUFFER_BYTES) release()
        return
      case 'duplicate':
        send(frame)
        return send(frame)
      case 'truncated-json':
        return send(truncateFrame(frame))
      case 'cut-in-frame':
        send(frame.subarray(0, Math.floor(frame.byteLength / 2)))
        return close()
      case 'cut-in-character': {
        const middle = middleOfCharacter(frame)
        if (middle === null) return send(frame)
        send(frame.subarray(0, middle))
        return fail(brokenConnection('ECONNRESET'))
      }
      default:
        return send(frame)
    }
  }

  const pump = async (): Promise<void> => {
    try {
      for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) pass(next.value)
      close()
    } catch (error) {
      fail(error)
    }
  }

  const body = new ReadableStream<Uint8Array>(
    { start: (made) => void (controller = made), cancel: () => void leave() },
    { highWaterMark: Number.POSITIVE_INFINITY },
  )
  signal?.addEventListener('abort', () => fail(new DOMException('aborted', 'AbortError')), { once: true })
  void pump()

  return {
    response: new Response(body, { status: upstream.status, headers: upstream.headers }),
    strike: (next) => {
      fault = next
      if (next === 'rst') fail(brokenConnection('ECONNRESET'))
      else if (next === 'half-open') isDeaf = true
      else if (closesStreams(next)) close()
    },
    heal: () => {
      fault = null
      if (!isDeaf) release()
    },
    isDeaf: () => isDeaf,
  }
}

/** An answer's status can't change once it is given: a proxy that refuses from now on ends what it had. */
const closesStreams = (fault: Fault): boolean =>
  fault === 'clean-close' ||
  fault === 'no-content' ||
  fault === 'unauthorized' ||
  fault === 'too-many' ||
  fault === 'unavailable' ||
  fault === 'html'
