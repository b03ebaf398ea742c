// What answers at an address that a person gave, and whether it lets them in.

import { USUAL_USERS, type RemoteKind } from '#contract/model'
import { fail, ok, type Result } from '#contract/result'
import type { ServerAccess } from '../backends/backend.ts'
import { looksLikeCodenomad, probeCodenomad } from '../backends/codenomad/probe.ts'
import { probeOpencode } from '../backends/opencode/probe.ts'
import type { Clock } from '../clock.ts'

/** A remote server that says nothing within this is not there. */
const PROBE_TIMEOUT_MS = 10_000

/** A server that has let us in. */
export interface CheckedServer {
  readonly kind: RemoteKind
  readonly access: ServerAccess
  readonly version: string
}

export interface RemoteCheck {
  /** As far as that shows without signing in. */
  detect(url: string): Promise<RemoteKind | null>
  probe(kind: RemoteKind, access: ServerAccess): Promise<Result<{ readonly version: string }>>
  /** `kind` null: whatever answers there. An empty user name is the usual one of its kind. */
  check(given: ServerAccess, kind: RemoteKind | null): Promise<Result<CheckedServer>>
}

export function createRemoteCheck(options: {
  readonly fetch: typeof fetch
  readonly clock: Clock
}): RemoteCheck {
  const limits = { ...options, timeoutMs: PROBE_TIMEOUT_MS }
  const probe: RemoteCheck['probe'] = (kind, access) =>
    kind === 'codenomad' ? probeCodenomad({ ...limits, access }) : probeOpencode({ ...limits, access })
  const isCodenomad = (url: string): Promise<boolean> => looksLikeCodenomad({ ...limits, url })

  return {
    probe,
    detect: async (url) => {
      if (await isCodenomad(url)) return 'codenomad'
      const asked = await probe('url', { url, username: '', password: '' })
      // A server that wants to know who asks may well be one.
      return asked.ok || asked.error.code === 'unauthorized' ? 'url' : null
    },
    check: async (given, known) => {
      const kind = known ?? ((await isCodenomad(given.url)) ? 'codenomad' : 'url')
      const access = { ...given, username: given.username || USUAL_USERS[kind] }
      const found = await probe(kind, access)
      if (found.ok) return ok({ kind, access, version: found.value.version })
      const { code } = found.error
      if (code === 'unauthorized') return fail(code, `${access.url} refused that user name and password.`)
      if (code === 'offline' || code === 'timeout') return fail(code, `Nothing answers at ${access.url}.`)
      if (code === 'untrusted-certificate') {
        return fail(
          code,
          `${access.url} has a certificate that is not trusted here. On its own computer its http address can be used.`,
        )
      }
      const meant = kind === 'codenomad' ? 'a CodeNomad server does' : 'an opencode or CodeNomad server does'
      return fail('not-opencode', `${access.url} answers, but not as ${meant}.`)
    },
  }
}
