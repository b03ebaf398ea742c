// A CodeNomad server: one sign-in, one stream for all its folders, an opencode behind each of them.

import { randomUUID } from 'node:crypto'
import { ok, type Result } from '#contract/result'
import type { Backend, ServerAccess, StreamAttempt } from '../backend.ts'
import { createJsonHttp, parseJson } from '../json-http.ts'
import type { OpencodeBackendOptions } from '../opencode/backend.ts'
import { createOpencodeClient } from '../opencode/client.ts'
import { createDecoder } from '../opencode/decode.ts'
import { createIdMaker } from '../opencode/ids.ts'
import { createRedactor } from '../redact.ts'
import { createFrameReader } from './events.ts'
import { listCodenomadFolder } from './folders.ts'
import { createHeartbeat } from './heartbeat.ts'
import { createOpenFolder } from './open-folder.ts'
import { createRoutedHttp } from './routed.ts'
import { createSignIn } from './sign-in.ts'
import { createSlots, workspaceOf } from './slots.ts'
import { wirePing, wireWorkspace, type WireWorkspace } from './wire.ts'
import { createWorkspaces } from './workspaces.ts'

/** The server pings every 15 s: two of them and a little. */
const SILENCE_MS = 35_000
/** Its first ping comes 15 s after the opening. */
const FIRST_WORD_MS = 20_000
const PING = 'codenomad.client.ping'
const FORGOTTEN = 'The server has forgotten this sign-in: it was probably restarted.'

export function createCodenomadBackend(options: OpencodeBackendOptions): Backend {
  const { server, clock, random, host } = options
  let access: ServerAccess | null = null
  let reconnectedAt = 0
  let current: StreamAttempt | null = null
  let listing: Promise<void> | null = null
  let isListAsked = false
  /** Of this server; a stream that can't be had tells nothing of its folders. */
  let isListed = false
  let isOpen = false
  const hidden = new Set<string>()
  const clientId = randomUUID()
  const redactor = createRedactor(clock.now)
  const signIn = createSignIn({ fetch: options.fetch, clock, filter: redactor })
  const target = () => access && { url: access.url, headers: signIn.headers() }

  /** Every answer tells whether the server still knows us. */
  const watched: typeof fetch = async (input, init) => {
    const sent = new Headers(init?.headers).get('cookie')
    const response = await options.fetch(input, init)
    if (signIn.note(sent, response.status)) host.distrust(FORGOTTEN)
    return response
  }
  const slots = createSlots(watched)
  const http = createJsonHttp({
    target,
    fetch: slots.fetch,
    clock,
    filter: redactor,
    instanceOf: ({ path }) => workspaceOf(path),
    reconnectedAt: () => reconnectedAt,
  })
  const heartbeat = createHeartbeat({ clock, fetch: watched, target })

  const workspaces = createWorkspaces({
    clock,
    isHeard: () => isOpen,
    onRun: (directory, run) => {
      if (!hidden.has(directory)) host.showFolder(directory, run)
    },
    onCut: (directory) => host.dispatch({ type: 'stream.cut', reason: 'reconnect', directory }),
    onCatchUp: host.catchUp,
    onGone: (id, directory) => {
      slots.forget(id)
      if (directory === null) return
      // Whatever ran or asked there is gone with its process; nothing more will be heard of it.
      const since = clock.now() + 1
      host.dispatch({ type: 'fetched.statuses', directory, since, statuses: [] })
      host.dispatch({ type: 'fetched.asks', directory, since, asks: [] })
    },
  })

  const list = async (isFollowed: boolean): Promise<void> => {
    const mine = current
    const revision = workspaces.revision()
    frames.hold()
    const listed = await http.readList(wireWorkspace, { path: '/api/workspaces' })
    if (mine !== current) return
    if (!listed.ok) {
      host.distrust(`Its folders could not be asked for: ${listed.error.message}`)
      return
    }
    take(listed.value, revision, isFollowed)
    if (!isListAsked) frames.release()
  }
  const take = (listed: readonly WireWorkspace[], revision: number, isFollowed: boolean): void => {
    isListed = true
    workspaces.listed(listed, revision, isFollowed)
    for (const directory of host.folders()) {
      if (!workspaces.at(directory) && !openFolder.isOpening(directory)) host.showFolder(directory, null)
    }
  }
  /** Attempts at a stream begin and end meanwhile: none of them is one until it is open. */
  const listFolders = async (): Promise<Result<null>> => {
    if (!signIn.isSignedIn()) {
      const signed = noted(await signIn.signIn())
      if (!signed.ok) return signed
    }
    const asked = access
    const revision = workspaces.revision()
    const listed = await http.readList(wireWorkspace, { path: '/api/workspaces' })
    if (!listed.ok) return listed
    if (!isOpen && asked === access) take(listed.value, revision, false)
    return ok(null)
  }
  /** One at a time; asked for again meanwhile, it is asked once more. */
  const relist = (isFollowed = false): Promise<void> => {
    if (listing) {
      isListAsked = true
      return listing
    }
    const started = list(isFollowed).finally(() => {
      if (listing !== started) return
      listing = null
      if (!isListAsked) return
      isListAsked = false
      if (current) void relist()
    })
    listing = started
    return started
  }

  const decoder = createDecoder(server)
  const frames = createFrameReader({
    decoder,
    workspaces,
    dispatch: host.dispatch,
    distrust: host.distrust,
    relist: () => void relist(),
  })
  const openFolder = createOpenFolder({
    http,
    workspaces,
    clock,
    relist,
    onRun: (directory, run) => {
      if (!hidden.has(directory)) host.showFolder(directory, run)
    },
  })
  const {
    home: _home,
    files: _files,
    ...calls
  } = createOpencodeClient(
    server,
    createRoutedHttp({
      http,
      workspaces,
      directoryOf: host.directoryOf,
      relist: () => void relist(),
      whenListed: () => (isListed ? null : (listing ?? relist())),
    }),
  )

  const clean = (text: string): string => {
    let safe = redactor.clean(text)
    for (const secret of signIn.secrets())
      if (safe.includes(secret)) safe = safe.replaceAll(secret, '[session]')
    return safe
  }
  const settle = (): void => {
    current = null
    isOpen = false
    listing = null
    isListAsked = false
    frames.drop()
    workspaces.unsettle()
  }

  const openAttempt = (): StreamAttempt => {
    settle()
    reconnectedAt = clock.now()
    const ids = { clientId, connectionId: randomUUID() }
    const headers = signIn.headers()
    const attempt: StreamAttempt = {
      url: `${access?.url.replace(/\/$/, '') ?? ''}/api/events?${new URLSearchParams(ids)}`,
      headers,
      silenceMs: SILENCE_MS,
      speaksFirst: false,
      firstWordMs: FIRST_WORD_MS,
      onEvent: (data, name, at) => {
        if (name === PING) {
          heartbeat.answer(ids, readPing(data), () => {
            if (current === attempt) host.distrust('The server does not know this connection any more.')
          })
          return []
        }
        return frames.read(clean(data), at)
      },
      // One that had worked, or has been replaced meanwhile: the next attempt brings a new one.
      mayRenew: () =>
        signIn.headers()['cookie'] !== headers['cookie'] || signIn.note(headers['cookie'] ?? null, 401),
      dispose: () => {
        if (current === attempt) settle()
      },
    }
    current = attempt
    return attempt
  }

  return {
    calls: { ...calls, listFolder: (path) => listCodenomadFolder(http, path) },
    ids: createIdMaker(clock, random, redactor.clockOffsetMs),
    history: null,
    setAccess: (to) => {
      access = to
      isListed = false
      signIn.setAccess(to)
      if (to) redactor.setSecret(to)
      else settle()
    },
    prepare: () => (signIn.isSignedIn() ? null : signIn.signIn().then(noted)),
    openAttempt,
    afterOpen: () => {
      isOpen = true
      return relist(true)
    },
    listFolders,
    openFolder: async (typed) => {
      const opened = await openFolder.open(typed, (directory) => hidden.delete(directory))
      if (opened.ok) workspaces.retell(opened.value)
      return opened
    },
    closeFolder: (directory) => void hidden.add(directory),
    counts: () => ({
      events: decoder.counts.events + frames.counts.events,
      rejected: decoder.counts.rejected + frames.counts.rejected,
      duplicates: decoder.counts.duplicates,
      unknown: { ...decoder.counts.unknown, ...frames.counts.unknown },
      pong: heartbeat.counts(),
    }),
    clean,
    clockOffsetMs: redactor.clockOffsetMs,
    close: settle,
  }

  function noted(version: Result<string>): Result<null> {
    if (!version.ok) return version
    host.noteVersion(version.value)
    return ok(null)
  }
}

/** The server does not look at it; an unreadable one is answered all the same. */
function readPing(data: string): number {
  const ping = wirePing.safeParse(parseJson(data))
  return ping.success ? ping.data.ts : 0
}
