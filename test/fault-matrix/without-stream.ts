// A network on which calls pass and an event stream never does: only polling is left.

const OBSTACLES = ['a page', 'no content', 'unavailable', 'nothing'] as const
type Obstacle = (typeof OBSTACLES)[number]

export interface WithoutStream {
  readonly fetch: typeof fetch
  /** Streams pass from now on. */
  lift(): void
}

export function withoutStream(through: typeof fetch, random: () => number): WithoutStream {
  const obstacle = OBSTACLES[Math.floor(random() * OBSTACLES.length)] ?? 'nothing'
  let isLifted = false
  return {
    lift: () => {
      isLifted = true
    },
    fetch: async (input, init) => {
      const isStream = new Headers(init?.headers).get('accept') === 'text/event-stream'
      return isStream && !isLifted ? instead(obstacle, init?.signal ?? null) : through(input, init)
    },
  }
}

function instead(obstacle: Obstacle, signal: AbortSignal | null): Response {
  switch (obstacle) {
    case 'a page':
      return new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } })
    case 'no content':
      return new Response(null, { status: 204 })
    case 'unavailable':
      return new Response('', { status: 503 })
    case 'nothing':
      return new Response(endless(signal), { headers: { 'content-type': 'text/event-stream' } })
  }
}

const endless = (signal: AbortSignal | null): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start: (controller) => {
      const end = (): void => controller.error(new DOMException('aborted', 'AbortError'))
      signal?.addEventListener('abort', end, { once: true })
    },
  })
