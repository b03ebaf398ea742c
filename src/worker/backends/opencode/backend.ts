// An opencode server: Basic auth, one event stream for all its folders, nothing to answer.

import type { ServerID } from '#contract/ids'
import { ok } from '#contract/result'
import type { Clock } from '../../clock.ts'
import type { Backend, BackendHost, ServerAccess } from '../backend.ts'
import { createJsonHttp } from '../json-http.ts'
import { createRedactor } from '../redact.ts'
import { basicAuth, createOpencodeClient } from './client.ts'
import { createDecoder } from './decode.ts'
import { createOpencodeHistory } from './history.ts'
import { createIdMaker } from './ids.ts'
import { listRemoteFolder } from './remote-folders.ts'

/** opencode says something every 10 s on `/global/event`; two and a half of those is dead. */
const SILENCE_MS = 25_000
/** It listens to itself within milliseconds: a call that hangs for this long need not be waited for. */
const LISTENS_MS = 1_000

export interface OpencodeBackendOptions {
  readonly server: ServerID
  readonly clock: Clock
  readonly random: () => number
  readonly fetch: typeof fetch
  readonly host: BackendHost
}

export function createOpencodeBackend({
  server,
  clock,
  random,
  ...options
}: OpencodeBackendOptions): Backend {
  let access: ServerAccess | null = null
  let reconnectedAt = 0
  const redactor = createRedactor(clock.now)
  const decoder = createDecoder(server, () =>
    options.host.distrust('The server sent an event that can’t be read.'),
  )
  const headers = (): Readonly<Record<string, string>> => (access ? { authorization: basicAuth(access) } : {})
  const http = createJsonHttp({
    target: () => access && { url: access.url, headers: headers() },
    fetch: options.fetch,
    clock,
    filter: redactor,
    // A session's calls go to its folder's instance.
    instanceOf: ({ query, session }) =>
      query?.['directory'] ?? (session ? (options.host.directoryOf(session) ?? session) : null),
    reconnectedAt: () => reconnectedAt,
  })
  const { home, files, ...calls } = createOpencodeClient(server, http)

  return {
    calls: { ...calls, listFolder: (path) => listRemoteFolder({ home, files }, path) },
    ids: createIdMaker(clock, random, redactor.clockOffsetMs),
    history: createOpencodeHistory({ http, decoder, now: clock.now }),
    setAccess: (to) => {
      access = to
      if (to) redactor.setSecret(to)
    },
    prepare: () => null,
    openAttempt: () => {
      reconnectedAt = clock.now()
      return {
        url: `${access?.url ?? ''}/global/event`,
        headers: headers(),
        silenceMs: SILENCE_MS,
        // `server.connected`, at once.
        speaksFirst: true,
        onEvent: (data, _name, at) => decoder.decode(redactor.clean(data), at),
        mayRenew: () => false,
        dispose: () => {},
      }
    },
    // The server says `server.connected` and only then begins to listen to itself: seen, what was changed in
    // that moment came on no stream. It listens before it answers a call that was begun after it; what is
    // fetched from then on lacks nothing.
    afterOpen: async () => {
      await http.request({ path: '/global/health', timeoutMs: LISTENS_MS })
    },
    listFolders: () => null,
    openFolder: (directory) => Promise.resolve(ok(directory)),
    closeFolder: () => {},
    counts: () => ({ ...decoder.counts, pong: null }),
    clean: redactor.clean,
    clockOffsetMs: redactor.clockOffsetMs,
    close: () => {},
  }
}
