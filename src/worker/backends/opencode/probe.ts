// Whether an opencode server answers at an address, before anything is held of it.

import type { Result } from '#contract/result'
import * as z from 'zod'
import type { Clock } from '../../clock.ts'
import type { ServerAccess } from '../backend.ts'
import { createJsonHttp } from '../json-http.ts'
import { createRedactor } from '../redact.ts'
import { basicAuth } from './client.ts'

export interface ProbeOptions {
  readonly access: ServerAccess
  readonly fetch: typeof fetch
  readonly clock: Clock
  readonly timeoutMs: number
}

export const probeOpencode = ({
  access,
  clock,
  ...options
}: ProbeOptions): Promise<Result<{ version: string }>> =>
  createJsonHttp({
    target: () => ({ url: access.url, headers: { authorization: basicAuth(access) } }),
    fetch: options.fetch,
    clock,
    filter: createRedactor(clock.now),
  }).read(z.object({ healthy: z.literal(true), version: z.string() }), {
    path: '/global/health',
    timeoutMs: options.timeoutMs,
  })
