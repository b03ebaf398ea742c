// The "host" channel between the worker and the process that started it (Electron main or the browser
// host): ready-made values only, plain JSON except that the desktop sends a window's two ports along.

import type { AskID, ServerID, SessionID, SessionRef } from './ids.ts'
import type { Result } from './result.ts'
import type { Settings } from './settings.ts'
import type { WorkerEnd } from './worker-life.ts'

/** What the command line asked for; see command-line.ts in src/host. */
export interface StartOptions {
  /** Absolute, existing. */
  readonly projects: readonly string[]
  /** An empty user name is the usual one of the server's kind. */
  readonly server: { readonly url: string; readonly username: string; readonly password: string } | null
  readonly demo: boolean
  /** Absolute folders that links ask for: one never opened here before is asked about. */
  readonly linked?: readonly string[]
}

/** How to run a server. The host runs it, holds its life, and hands `memo` to the next worker. */
export interface ServerSpec {
  readonly id: ServerID
  readonly command: string
  readonly args: readonly string[]
  /** The whole environment of the process. */
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  /** Strings (the password) that must not appear in any line kept or logged. */
  readonly redact: readonly string[]
  /** What a new worker needs to find the running server again. */
  readonly memo: ServerMemo
}

export interface ServerMemo {
  readonly url: string
  readonly username: string
  readonly password: string
}

export interface LiveServer {
  readonly id: ServerID
  readonly pid: number
  readonly memo: ServerMemo
}

export interface ServerExit {
  readonly id: ServerID
  readonly pid: number
  readonly code: number | null
  readonly signal: string | null
  /** The last lines it printed, redacted. */
  readonly tail: readonly string[]
}

export interface HostInit {
  readonly v: number
  readonly dataDir: string
  readonly settings: Settings
  readonly options: StartOptions
  readonly live: readonly LiveServer[]
  /** Said to the person once when something at the start went wrong (damaged settings). */
  readonly notices: readonly string[]
  /** How the worker before this one ended; absent for the first. */
  readonly replaces?: WorkerEnd
  /** Folder with the app's own node_modules, for the bundled opencode. */
  readonly appRoot: string
}

export type HostRequest =
  | { readonly type: 'server.start'; readonly spec: ServerSpec }
  | { readonly type: 'server.stop'; readonly id: ServerID }
  | { readonly type: 'settings.write'; readonly patch: Partial<Settings> }
  /** Asked when the first server is about to start: a slow login shell delays nothing before that. */
  | { readonly type: 'environment' }

/** The person's environment with the login shell's PATH; what servers are started with. */
export interface PersonEnvironment {
  readonly env: Readonly<Record<string, string>>
  /** One sentence when the login shell could not be asked. */
  readonly notice: string | null
}

export interface HostAnswers {
  readonly 'server.start': { readonly pid: number }
  readonly 'server.stop': null
  readonly 'settings.write': Settings
  readonly environment: PersonEnvironment
}

/** As many as a menu shows at a glance. */
export const RECENT_SESSIONS = 8
export const WAITING_ASKS = 8

export interface PresenceSession extends SessionRef {
  readonly title: string
  readonly state: 'idle' | 'running' | 'unseen' | 'failed'
}

export interface PresenceAsk extends SessionRef {
  readonly title: string
  /** What is asked, one line. */
  readonly summary: string
}

/** For tray, badge and taskbar: of all servers together. */
export interface Presence {
  /** Sessions whose turn runs, subagents' included. */
  readonly running: number
  readonly asks: number
  /** Sessions whose turn has ended and that nobody has looked at since. */
  readonly unseen: number
  /** The last changed first, at most `RECENT_SESSIONS`. */
  readonly recent: readonly PresenceSession[]
  /** The oldest first, at most `WAITING_ASKS`. */
  readonly waiting: readonly PresenceAsk[]
}

export interface NotifyRequest {
  readonly server: ServerID
  readonly session: SessionID
  readonly kind: 'turn-ended' | 'ask' | 'error'
  readonly title: string
  readonly body: string
  /** A permission that can be answered with one press; null for anything else. */
  readonly ask: AskID | null
}

/** A line of the one log, which the host writes: never content, never a secret. */
export interface LogEntry {
  readonly level: 'info' | 'warn' | 'error'
  readonly what: string
  readonly details: Readonly<Record<string, string | number | boolean>>
}

/** Host → worker. */
export type HostMessage =
  | { readonly type: 'init'; readonly init: HostInit }
  | { readonly type: 'ping'; readonly n: number }
  /** A window has connected. Desktop: its two MessagePorts (feed, rpc) come with this message. */
  | { readonly type: 'window.open'; readonly window: number; readonly ports: 'transferred' | 'relayed' }
  | { readonly type: 'window.close'; readonly window: number }
  /** Relayed windows only: `data` is one JSON text, never parsed on the way. */
  | {
      readonly type: 'window.data'
      readonly window: number
      readonly port: 'feed' | 'rpc'
      readonly data: string
    }
  | { readonly type: 'settings'; readonly settings: Settings }
  /** The app was started once more, or a link was followed. */
  | ({ readonly type: 'open' } & Omit<StartOptions, 'server'>)
  | { readonly type: 'server.exit'; readonly exit: ServerExit }
  | {
      readonly type: 'answer'
      readonly request: number
      readonly result: Result<HostAnswers[HostRequest['type']]>
    }
  /** A person has answered a permission from a notification. */
  | {
      readonly type: 'ask.reply'
      readonly server: ServerID
      readonly session: SessionID
      readonly ask: AskID
      readonly reply: 'once' | 'reject'
    }
  | { readonly type: 'wake' }
  | { readonly type: 'network'; readonly online: boolean }
  | { readonly type: 'shutdown' }

/** Worker → host. */
export type WorkerMessage =
  | { readonly type: 'ready'; readonly v: number }
  /** The worker can't run at all (another one has the data dir): the host says so and ends with code 2. */
  | { readonly type: 'fatal'; readonly message: string }
  | { readonly type: 'pong'; readonly n: number }
  | {
      readonly type: 'window.data'
      readonly window: number
      readonly port: 'feed' | 'rpc'
      readonly data: string
    }
  | { readonly type: 'request'; readonly request: number; readonly ask: HostRequest }
  | { readonly type: 'presence'; readonly presence: Presence }
  | { readonly type: 'notify'; readonly notify: NotifyRequest }
  | { readonly type: 'log'; readonly entry: LogEntry }
