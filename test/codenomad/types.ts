/** Shapes of a CodeNomad server 0.16.0, as its double and its tests use them. */

export interface Workspace {
  /** Creation time in milliseconds, base 36. */
  readonly id: string
  readonly path: string
  readonly name?: string
  readonly status: 'starting' | 'ready' | 'error' | 'stopped'
  readonly proxyPath: string
  readonly binaryId: string
  readonly binaryLabel: string
  readonly binaryVersion?: string
  /** ISO 8601. */
  readonly createdAt: string
  readonly updatedAt: string
  /** Only while it runs. */
  readonly pid?: number
  readonly port?: number
  readonly error?: string
}

export type BridgeStatus = 'connecting' | 'connected' | 'error' | 'disconnected'

/** What `/api/events` carries, except pings. */
export interface ServerEvent {
  readonly type: string
  readonly [field: string]: unknown
}

/** A running opencode: anything that answers HTTP with Basic auth at this address. */
export interface Opencode {
  /** `http://127.0.0.1:4096` */
  readonly url: string
  /** Default `opencode`. */
  readonly username?: string
  readonly password: string
  /** Default `1.18.33`. */
  readonly version?: string
  /** The workspace was deleted, or the server ended in good order: its process would be ended now. */
  stop?(): void | Promise<void>
}

/** Starts an opencode for a folder. A rejection is a failed start: its message is what the client reads. */
export type StartOpencode = (folder: {
  readonly id: string
  readonly path: string
}) => Opencode | Promise<Opencode>

export const basicAuth = ({ username = 'opencode', password }: Opencode): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
