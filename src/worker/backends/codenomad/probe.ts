// Whether a CodeNomad server answers at an address, and whether it lets a person in.

import { ok, type Result } from '#contract/result'
import { createJsonHttp } from '../json-http.ts'
import type { ProbeOptions } from '../opencode/probe.ts'
import { createRedactor } from '../redact.ts'
import { createSignIn } from './sign-in.ts'
import { wireAuthStatus } from './wire.ts'

/** Asked without a password: this path is open to everyone there, and no other server has it. */
export async function looksLikeCodenomad(
  options: Omit<ProbeOptions, 'access'> & { readonly url: string },
): Promise<boolean> {
  const http = createJsonHttp({
    target: () => ({ url: options.url, headers: {} }),
    fetch: options.fetch,
    clock: options.clock,
    filter: createRedactor(options.clock.now),
  })
  const status = await http.read(wireAuthStatus, { path: '/api/auth/status', timeoutMs: options.timeoutMs })
  return status.ok
}

export async function probeCodenomad(options: ProbeOptions): Promise<Result<{ version: string }>> {
  const signIn = createSignIn({ ...options, filter: createRedactor(options.clock.now) })
  signIn.setAccess(options.access)
  const version = await signIn.signIn()
  return version.ok ? ok({ version: version.value }) : version
}
