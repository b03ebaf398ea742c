// The server passes at most 16 requests at a time on to a folder's opencode, and a request that its client
// gives up before the answer begins keeps its place there. So no more than 8 are ever under way from here,
// and one given up is left running and counts until it is answered or breaks. The platform breaks one after
// five minutes without headers: that may be a command which works on, or a connection that had died, and
// nothing would ever tell which. Its place is free then, because else each of either would cost one for good.

/** Half of the server's: other programs use the same folder. */
const MAX_IN_FLIGHT = 8
/** Calls that answer only when a whole turn has ended must leave places for all the others. */
const MAX_LONG = 4

const LONG = /\/session\/[^/]+\/(?:command|shell)$/
const WORKSPACE = /\/workspaces\/([^/]+)\//

/** Whose opencode a request to the server is for. */
export const workspaceOf = (path: string): string | null => WORKSPACE.exec(path)?.[1] ?? null

interface Line {
  inFlight: number
  long: number
  readonly waiting: { readonly isLong: boolean; readonly go: () => void }[]
}

export interface Slots {
  readonly fetch: typeof fetch
  /** Requests of a folder that its server has not answered, given-up ones included. */
  inFlight(workspace: string): number
  /** The folder's process is gone, and with it whatever it had not answered. */
  forget(workspace: string): void
}

export function createSlots(fetchFn: typeof fetch): Slots {
  const lines = new Map<string, Line>()

  const fits = (line: Line, isLong: boolean): boolean =>
    line.inFlight < MAX_IN_FLIGHT && (!isLong || line.long < MAX_LONG)
  const count = (line: Line, isLong: boolean, by: 1 | -1): void => {
    line.inFlight += by
    if (isLong) line.long += by
  }
  const next = (line: Line): void => {
    const at = line.waiting.findIndex(({ isLong }) => fits(line, isLong))
    const [first] = at < 0 ? [] : line.waiting.splice(at, 1)
    first?.go()
  }

  const take = async (
    workspace: string,
    isLong: boolean,
    signal: AbortSignal | null,
  ): Promise<() => void> => {
    const line = lines.get(workspace) ?? { inFlight: 0, long: 0, waiting: [] }
    lines.set(workspace, line)
    if (fits(line, isLong)) {
      count(line, isLong, 1)
    } else {
      await new Promise<void>((resolve, reject) => {
        // Counted at once: another place may be given away before this one goes on.
        const go = (): void => {
          count(line, isLong, 1)
          resolve()
        }
        const place = { isLong, go }
        line.waiting.push(place)
        signal?.addEventListener('abort', () => {
          const at = line.waiting.indexOf(place)
          if (at >= 0) line.waiting.splice(at, 1)
          reject(signal.reason as Error)
        })
      })
    }
    let isFree = false
    return () => {
      if (isFree) return
      isFree = true
      count(line, isLong, -1)
      next(line)
    }
  }

  const passOn: typeof fetch = async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input)
    const workspace = workspaceOf(pathname)
    const signal = init?.signal ?? null
    if (workspace === null) return fetchFn(input, init)
    const free = await take(workspace, LONG.test(pathname), signal)
    const own = new AbortController()
    const answer = fetchFn(input, { ...init, signal: own.signal })
    const left = whenAborted(signal)
    const response = await Promise.race([answer, left]).catch((error: unknown) => {
      // Given up by whoever asked: the folder's opencode still works on it.
      void answer.then((late) => {
        own.abort()
        void late.body?.cancel().catch(() => {})
        free()
      }, free)
      throw error
    })
    // After the headers a client that leaves is noticed by the server: the place is free.
    signal?.addEventListener('abort', () => {
      own.abort()
      free()
    })
    return untilRead(response, free)
  }

  return {
    fetch: passOn,
    inFlight: (workspace) => lines.get(workspace)?.inFlight ?? 0,
    forget: (workspace) => {
      const line = lines.get(workspace)
      lines.delete(workspace)
      for (const { go } of line?.waiting ?? []) go()
    },
  }
}

function whenAborted(signal: AbortSignal | null): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal?.aborted) reject(signal.reason as Error)
    signal?.addEventListener('abort', () => reject(signal.reason as Error))
  })
}

/** The same answer; `done` once its body has been read, or broke. */
function untilRead(response: Response, done: () => void): Response {
  if (!response.body) {
    done()
    return response
  }
  const body = response.body.pipeThrough(
    new TransformStream({
      flush: done,
      cancel: done,
    }),
  )
  const { status, statusText, headers } = response
  return new Response(body, { status, statusText, headers })
}
