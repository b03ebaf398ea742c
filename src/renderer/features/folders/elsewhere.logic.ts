import type { Server } from '#contract/model'

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/

/** The server's folders are another machine's: what this computer could list would be the wrong ones. */
export const isElsewhere = (server: Pick<Server, 'kind' | 'url'>): boolean =>
  server.kind === 'url' && !loopback.test(URL.parse(server.url ?? '')?.hostname ?? '')
