/** What can go wrong between a client and a server, byte by byte. */
export const FAULTS = [
  /** The stream ends as if it were complete; nothing answers until it heals. */
  'clean-close',
  /** The connection is reset; requests under way too; nothing answers until it heals. */
  'rst',
  /** No byte comes any more and no end either; new connections hang. */
  'half-open',
  /** Events, of new connections too, and answers come to their middle, then the end. */
  'cut-in-frame',
  /** Bytes come up to the middle of the first character that has several, then a reset. */
  'cut-in-character',
  /** Everything is held and comes late, in order. */
  'stall',
  /** Every event comes twice, and every command is sent twice. */
  'duplicate',
  /** Events and answers are ended in their middle, as if they were whole. */
  'truncated-json',
  /** The proxy answers by itself: 204 and nothing, 401, 429 with Retry-After, 503, a page. */
  'no-content',
  'unauthorized',
  'too-many',
  'unavailable',
  'html',
  /** A proxy gathers a stream's bytes until it has many; answers pass. */
  'buffering',
  /** SIGSTOP: connections are taken and nothing is answered; afterwards everything is, in order. */
  'server-stopped',
] as const

export type Fault = (typeof FAULTS)[number]

/** Seconds, in the answer of `too-many`. */
export const RETRY_AFTER_S = 3
/** As a proxy's default buffer. */
export const BUFFER_BYTES = 64 * 1024

/** What the proxy says instead of the server; null: this fault is not an answer. */
export function ownAnswer(fault: Fault): Response | null {
  switch (fault) {
    case 'no-content':
      return new Response(null, { status: 204 })
    case 'unauthorized':
      return new Response('', { status: 401, headers: { 'www-authenticate': 'Basic realm="Proxy"' } })
    case 'too-many':
      return new Response('', { status: 429, headers: { 'retry-after': String(RETRY_AFTER_S) } })
    case 'unavailable':
      return new Response('', { status: 503 })
    case 'html':
      return new Response('<!doctype html><p>Sign in to the network', {
        headers: { 'content-type': 'text/html' },
      })
    default:
      return null
  }
}

/** While these last nothing can connect. */
export const refusesConnections = (fault: Fault): boolean => fault === 'clean-close' || fault === 'rst'

export const brokenConnection = (code: 'ECONNRESET' | 'ECONNREFUSED'): TypeError =>
  new TypeError(code === 'ECONNRESET' ? 'terminated' : 'fetch failed', { cause: { code } })

/** Where to cut so that a character is left in two: after the first byte of one with several; null: all ASCII. */
export function middleOfCharacter(bytes: Uint8Array): number | null {
  const lead = bytes.findIndex((byte) => byte >= 0xc0)
  return lead === -1 ? null : lead + 1
}

/** An event ended in its middle: what is left can't be read as JSON. */
export function truncateFrame(frame: Uint8Array): Uint8Array {
  const half = frame.subarray(0, Math.floor(frame.byteLength / 2))
  const end = new TextEncoder().encode('\n\n')
  const whole = new Uint8Array(half.byteLength + end.byteLength)
  whole.set(half)
  whole.set(end, half.byteLength)
  return whole
}
