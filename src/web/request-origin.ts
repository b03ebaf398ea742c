// Where a request comes from, by its headers. Host keeps a foreign name that points here (DNS rebinding) out,
// Origin keeps other pages of the same browser out.

import type { IncomingHttpHeaders } from 'node:http'

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i

/** Any port will do: through an SSH tunnel the browser knows this host by the tunnel's port. */
export const isLoopbackHost = (host: string | undefined): boolean =>
  host !== undefined && LOOPBACK_HOST.test(host)

/** Whether the page that asks is the one this host serves. */
export const isOwnOrigin = ({ origin, host }: IncomingHttpHeaders): boolean =>
  host !== undefined && origin?.toLowerCase() === `http://${host}`.toLowerCase()
