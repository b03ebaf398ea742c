// What a window holds: the part of the mirror that it shows, and its own interface state.

import type { AwayItem } from '#contract/away'
import type { CommandItem } from '#contract/commands'
import type { MessageID, OutboxID, PartID, RefKey, ServerID, SessionID, SessionRef } from '#contract/ids'
import type {
  Ask,
  FileDiff,
  Gap,
  Message,
  Notice,
  OutboxItem,
  Part,
  Project,
  Server,
  Session,
  SessionActivity,
  Todo,
} from '#contract/model'
import { defaultSettings, type Settings } from '#contract/settings'

export interface SessionView {
  readonly from: 'nothing' | 'cache' | 'server'
  readonly older: boolean
  readonly error: string | null
}

export type AskHere = Ask & { readonly server: ServerID }

/** What ops build (feed/apply.ts). Growing text is not in here: preview/ holds it. */
export interface Shown {
  readonly servers: Readonly<Record<ServerID, Server>>
  /** By refKey(server, directory). */
  readonly projects: Readonly<Record<RefKey, Project>>
  /** By refKey(server, session), as are activity, views, messages, todos, diffs and gaps. */
  readonly sessions: Readonly<Record<RefKey, Session>>
  readonly activity: Readonly<Record<RefKey, SessionActivity>>
  readonly asks: Readonly<Record<RefKey, AskHere>>
  readonly views: Readonly<Record<RefKey, SessionView>>
  /** Ordered by id: message ids sort by time. */
  readonly messages: Readonly<Record<RefKey, readonly MessageID[]>>
  readonly message: Readonly<Record<RefKey, Message>>
  /** By refKey(server, message), ordered by part id. */
  readonly parts: Readonly<Record<RefKey, readonly PartID[]>>
  readonly part: Readonly<Record<RefKey, Part>>
  readonly todos: Readonly<Record<RefKey, readonly Todo[]>>
  readonly diffs: Readonly<Record<RefKey, readonly FileDiff[]>>
  readonly gaps: Readonly<Record<RefKey, readonly Gap[]>>
  readonly outbox: Readonly<Record<OutboxID, OutboxItem>>
  /** Answers, Stops and new titles that are not confirmed yet. */
  readonly commands: Readonly<Record<OutboxID, CommandItem>>
  /** What happened while nobody was there. */
  readonly away: readonly AwayItem[]
  /** The latest messages that reached their sessions, oldest first. */
  readonly sent: readonly { readonly id: OutboxID; readonly session: SessionRef }[]
  /** Oldest first. */
  readonly notices: readonly Notice[]
  /** Notices a person closed here: a repeat must not bring them back. */
  readonly dismissed: readonly string[]
}

export type Route =
  | { readonly type: 'home' }
  | { readonly type: 'session'; readonly server: ServerID; readonly session: SessionID }
  | { readonly type: 'new'; readonly server: ServerID; readonly directory: string }
  /** A short address that no server, or more than one server, has. */
  | { readonly type: 'pick'; readonly session: string; readonly servers: readonly ServerID[] }

export type PanelName = 'changes' | 'plan' | 'connection'
export type DialogName = 'palette' | 'settings' | 'shortcuts' | 'open-folder' | 'connect-server'

/** narrow: the sidebar is a drawer; medium: the side panel lies over the timeline. */
export type Breadth = 'narrow' | 'medium' | 'wide'

export interface Ui {
  readonly route: Route
  readonly breadth: Breadth
  readonly sidebarOpen: boolean
  /** The sidebar as a drawer, on narrow windows only. */
  readonly drawerOpen: boolean
  readonly panel: PanelName | null
  readonly dialog: DialogName | null
  /** What the open-folder dialog begins with; null: the server being looked at, no folder. */
  readonly folderAt: { readonly server: ServerID; readonly directory: string | null } | null
  readonly settings: Settings
}

/**
 * Between this window and the worker. stopped: the host gave it up until a person asks; signed-out: the browser's session is over; other-version: the worker
 * speaks another contract, and loading the page again did not help.
 */
export type Link = 'connected' | 'lost' | 'stopped' | 'signed-out' | 'other-version'

export interface State extends Shown {
  /** The first snapshot has been applied. */
  readonly ready: boolean
  readonly link: Link
  readonly ui: Ui
}

export const emptyShown: Shown = {
  servers: {},
  projects: {},
  sessions: {},
  activity: {},
  asks: {},
  views: {},
  messages: {},
  message: {},
  parts: {},
  part: {},
  todos: {},
  diffs: {},
  gaps: {},
  outbox: {},
  commands: {},
  away: [],
  sent: [],
  notices: [],
  dismissed: [],
}

export const initialState: State = {
  ...emptyShown,
  ready: false,
  link: 'connected',
  ui: {
    route: { type: 'home' },
    breadth: 'wide',
    sidebarOpen: true,
    drawerOpen: false,
    panel: null,
    dialog: null,
    folderAt: null,
    settings: defaultSettings,
  },
}
