// Whether something written now can be sent, and the sentence that says why not, or what will happen. Pure.

import type { Connection, FolderRun, Server } from '#contract/model'
import type { State } from '../../store/state.ts'
import type { CatalogState } from './catalog.ts'
import { strings } from './strings.ts'

export type GateAction = 'start-server' | 'start-folder' | 'open-connection' | 'load-catalog'

export interface Gate {
  readonly isOpen: boolean
  /** One sentence, or nothing to say. */
  readonly note: string | null
  readonly action: GateAction | null
}

const OPEN: Gate = { isOpen: true, note: null, action: null }

export function gateOf(
  server: Server | undefined,
  link: State['link'],
  catalog: CatalogState,
  run: FolderRun | null = null,
): Gate {
  if (link === 'stopped') return { isOpen: false, note: strings.linkStopped, action: null }
  if (link !== 'connected') return { isOpen: false, note: strings.linkLost, action: null }
  switch (server?.connection.state) {
    case 'stopped':
      return { isOpen: false, note: stoppedNote(server.connection), action: 'start-server' }
    case 'unauthorized':
      return { isOpen: false, note: strings.unauthorized, action: 'open-connection' }
    case 'starting':
      return { isOpen: true, note: strings.starting, action: null }
    case 'offline':
    case 'connecting':
      return { isOpen: true, note: strings.notConnected, action: null }
    case 'live':
    case 'polling':
    case undefined:
      if (run?.state === 'starting') return { isOpen: true, note: strings.folderStarting, action: null }
      if (run?.state === 'stopped' || run?.state === 'error')
        return { isOpen: true, note: strings.folderStopped, action: 'start-folder' }
      if (catalog.status === 'ready' && catalog.catalog?.models.length === 0)
        return { isOpen: false, note: strings.noModel, action: 'load-catalog' }
      return OPEN
  }
}

const stoppedNote = (connection: Extract<Connection, { state: 'stopped' }>): string =>
  connection.neverStarted === true ? strings.notStarted : strings.stopped(connection.reason)
