// How far the demo has come, from the state of its server.

import type { Server } from '#contract/model'

export type DemoStep = 'asking' | 'starting' | 'connecting' | 'live'

export const demoStep = (servers: readonly Server[]): DemoStep => {
  const demo = servers.find((server) => server.kind === 'demo')
  switch (demo?.connection.state) {
    case 'live':
    case 'polling':
      return 'live'
    case 'connecting':
      return 'connecting'
    case 'starting':
      return 'starting'
    default:
      return 'asking'
  }
}
