// What a network does to single requests, chosen by chance.

import type { ManualClock } from '#test/manual-clock'
import { settled } from '#test/manual-clock'

type Fault =
  | 'none'
  /** Never got there. */
  | 'lost-request'
  /** Got there, and the answer was lost. */
  | 'lost-answer'
  /** Given up by the client, and delivered some seconds later. */
  | 'late'
  /** Answered after a while. */
  | 'slow'
  /** A proxy that sends it twice. */
  | 'twice'
  /** Refused before it got there. */
  | 'too-many'
  /** A proxy that gave up waiting for an answer to what it had delivered. */
  | 'gateway-timeout'

const MAX_SECONDS = 8

const drawn = (faults: readonly Fault[], random: () => number): Fault =>
  faults[Math.floor(random() * faults.length)] ?? 'none'

/**
 * Titles and Stops name no turn and no version, so one that a network holds back for seconds does its harm
 * whatever its sender does: those are lost or slow, never late.
 */
function faultFor(url: string, method: string, random: () => number): Fault {
  if (url.includes('/event')) return 'none'
  if (method === 'GET') return drawn(['none', 'none', 'none', 'slow', 'lost-request', 'too-many'], random)
  const any: readonly Fault[] = ['none', 'none', 'lost-request', 'lost-answer', 'slow', 'too-many']
  if (method === 'PATCH' || url.includes('/abort')) return drawn(any, random)
  return drawn([...any, 'late', 'twice', 'gateway-timeout'], random)
}

export function faultyNetwork(clock: ManualClock, random: () => number, deliver: typeof fetch) {
  let calm = false
  const seconds = () => Math.ceil(random() * MAX_SECONDS) * 1_000
  const refused = (): never => {
    throw new TypeError('fetch failed')
  }
  const answer = (status: number): Response =>
    new Response('', { status, headers: random() < 0.5 ? { 'retry-after': '3' } : {} })

  const faulty: typeof fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : input.toString()
    // A client that goes away does not take back what it has sent.
    const send = () => deliver(url, { ...init, ...(url.includes('/event') ? {} : { signal: null }) })
    switch (calm ? 'none' : faultFor(url, init?.method ?? 'GET', random)) {
      case 'none':
        return send()
      case 'lost-request':
        return refused()
      case 'lost-answer':
        await send()
        return refused()
      case 'late':
        clock.after(seconds(), () => void send().catch(() => undefined))
        return refused()
      case 'slow': {
        const response = await send()
        await new Promise<void>((resolve) => clock.after(seconds(), resolve))
        return response
      }
      case 'twice':
        await send()
        await settled()
        return send()
      case 'too-many':
        return answer(429)
      case 'gateway-timeout':
        await send()
        return answer(504)
    }
  }
  return { fetch: faulty, calm: () => void (calm = true) }
}
