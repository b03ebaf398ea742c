// How long a server that is too busy asks to be left alone (RFC 9110).

/**
 * Seconds, or a date: by the server's own clock where it tells that, so that skew cancels out.
 *
 * @param now our clock
 */
export function retryAfterMs(headers: Headers, now: number): number | null {
  const header = headers.get('retry-after')?.trim() ?? ''
  if (/^\d+$/.test(header)) return Number(header) * 1_000
  const at = Date.parse(header)
  if (Number.isNaN(at)) return null
  const servers = Date.parse(headers.get('date') ?? '')
  return Math.max(0, at - (Number.isNaN(servers) ? now : servers))
}
