// Everything the palette offers, made from the store when it opens.

import {
  Folder,
  MessageSquare,
  Palette as PaletteIcon,
  RefreshCw,
  Square,
  type LucideIcon,
} from 'lucide-react'
import { refKey } from '#contract/ids'
import { isRemote, type Server } from '#contract/model'
import type { Result } from '#contract/result'
import type { Settings } from '#contract/settings'
import { run } from '../../app/commands.ts'
import { keymap, labelOf, type CommandGroup } from '../../app/keymap.ts'
import { rpc } from '../../rpc/rpc.ts'
import { applySettings, navigate, notify, openSession } from '../../store/actions.ts'
import type { State } from '../../store/state.ts'
import { store } from '../../store/store.ts'
import { titleOf } from '../sidebar/session-actions.ts'
import { iconOf } from './icons.ts'
import { strings } from './strings.ts'

export type ItemGroup = 'actions' | 'sessions' | 'projects' | 'servers'

export interface PaletteItem {
  readonly id: string
  readonly group: ItemGroup
  readonly icon: LucideIcon
  readonly label: string
  /** Where it belongs: a project's name, a server's. */
  readonly hint: string | null
  readonly shortcut: string | null
  readonly run: () => void
}

/** More sessions than anyone scrolls; typing finds among the newest ones. */
const MAX_SESSIONS = 500

export const paletteItems = (state: State): readonly PaletteItem[] => [
  ...commands(),
  ...sessions(state),
  ...projects(state),
  ...Object.values(state.servers).flatMap(serverItems),
  ...themes(),
]

/** What a person comes here for most stands first. */
const groupOrder: readonly CommandGroup[] = ['session', 'app', 'view', 'go']

const commands = (): readonly PaletteItem[] =>
  keymap
    .filter((binding) => binding.keyOnly !== true)
    .toSorted((a, b) => groupOrder.indexOf(a.group) - groupOrder.indexOf(b.group))
    .map(({ command, keys, group }) => ({
      id: `command ${command}`,
      group: 'actions',
      icon: iconOf({ command, group }),
      label: labelOf(command),
      hint: null,
      shortcut: keys,
      run: () => void run(command),
    }))

const sessions = (state: State): readonly PaletteItem[] =>
  Object.values(state.sessions)
    .filter((session) => session.archived === null && session.parent === null)
    .sort((a, b) => b.updated - a.updated)
    .slice(0, MAX_SESSIONS)
    .map((session) => ({
      id: `session ${refKey(session.server, session.id)}`,
      group: 'sessions',
      icon: MessageSquare,
      label: titleOf(session),
      hint: state.projects[refKey(session.server, session.directory)]?.name ?? null,
      shortcut: null,
      run: () => openSession({ server: session.server, session: session.id }),
    }))

const projects = (state: State): readonly PaletteItem[] => {
  const several = Object.keys(state.servers).length > 1
  return Object.values(state.projects)
    .sort((a, b) => b.openedAt - a.openedAt)
    .map((project) => ({
      id: `project ${refKey(project.server, project.directory)}`,
      group: 'projects',
      icon: Folder,
      label: strings.newSessionIn(project.name),
      hint: several ? (state.servers[project.server]?.name ?? null) : project.directory,
      shortcut: null,
      run: () => navigate({ type: 'new', server: project.server, directory: project.directory }),
    }))
}

const serverItems = (server: Server): readonly PaletteItem[] => {
  const own = !isRemote(server.kind)
  const down = server.connection.state === 'stopped'
  const item = (
    id: string,
    icon: LucideIcon,
    label: string,
    call: () => Promise<Result<null>>,
  ): PaletteItem => ({
    id: `${id} ${server.id}`,
    group: 'servers',
    icon,
    label,
    hint: null,
    shortcut: null,
    run: () =>
      void call().then((answer) => {
        if (!answer.ok) notify('danger', strings.serverFailed(server.name, answer.error.message))
      }),
  })
  return [
    item(
      'retry',
      RefreshCw,
      own && down ? strings.startServer(server.name) : strings.reconnect(server.name),
      () => rpc.retryServer({ server: server.id }),
    ),
    ...(own && !down
      ? [item('stop', Square, strings.stopServer(server.name), () => rpc.stopServer({ server: server.id }))]
      : []),
  ]
}

const themeNames: readonly Settings['theme'][] = ['system', 'light', 'dark']

const themes = (): readonly PaletteItem[] =>
  themeNames.map((theme) => ({
    id: `theme ${theme}`,
    group: 'actions',
    icon: PaletteIcon,
    label: strings.theme(strings.themes[theme]),
    hint: null,
    shortcut: null,
    run: () => void setTheme(theme),
  }))

async function setTheme(theme: Settings['theme']): Promise<void> {
  const before = store.getState().ui.settings
  applySettings({ ...before, theme })
  const answer = await rpc.writeSettings({ patch: { theme } })
  if (answer.ok) return
  applySettings(before)
  notify('danger', strings.themeFailed(answer.error.message))
}
