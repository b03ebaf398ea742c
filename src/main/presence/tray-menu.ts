// What the tray's menu says, as data.

import type { MenuItemConstructorOptions } from 'electron'
import type { Presence, PresenceSession } from '#contract/host'
import type { SessionRef } from '#contract/ids'

export interface TrayActions {
  readonly open: (session: SessionRef) => void
  readonly front: () => void
  readonly setDoNotDisturb: (on: boolean) => void
  readonly quit: () => void
}

/** A menu is read at a glance; longer titles are cut. */
const MAX_LABEL = 60

export const presenceLine = ({ running, asks, unseen }: Presence): string => {
  const parts = [
    asks > 0 ? `${asks} ${asks === 1 ? 'question waits' : 'questions wait'} for you` : '',
    running > 0 ? `${running} running` : '',
    unseen > 0 ? `${unseen} finished` : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'Nothing runs' : parts.join(', ')
}

export function trayMenu(
  presence: Presence,
  doNotDisturb: boolean,
  actions: TrayActions,
): readonly MenuItemConstructorOptions[] {
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const { waiting, recent } = presence
  return [
    { id: 'state', label: presenceLine(presence), enabled: false },
    separator,
    ...waiting.map((ask): MenuItemConstructorOptions => ({
      id: `ask-${ask.session}`,
      label: plain(`${ask.title || 'Untitled'}: ${ask.summary}`),
      click: () => actions.open(ask),
    })),
    ...(waiting.length > 0 ? [separator] : []),
    ...recent.map((session): MenuItemConstructorOptions => ({
      id: `session-${session.session}`,
      label: plain(`${session.title || 'Untitled'}${suffix[session.state]}`),
      click: () => actions.open(session),
    })),
    ...(recent.length > 0 ? [separator] : []),
    { id: 'open', label: 'Open Millrace', click: actions.front },
    {
      id: 'do-not-disturb',
      label: 'Do not disturb',
      type: 'checkbox',
      checked: doNotDisturb,
      click: () => actions.setDoNotDisturb(!doNotDisturb),
    },
    { id: 'quit', label: 'Quit Millrace', click: actions.quit },
  ]
}

const suffix: Readonly<Record<PresenceSession['state'], string>> = {
  idle: '',
  running: ' – running',
  unseen: ' – finished',
  failed: ' – failed',
}

/** One short line; an ampersand would be read as a key's mark. */
const plain = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim()
  const short = line.length > MAX_LABEL ? `${line.slice(0, MAX_LABEL - 1)}…` : line
  return short.replaceAll('&', '&&')
}
