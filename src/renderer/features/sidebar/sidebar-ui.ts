// What the sidebar itself remembers between events: where the focus stands, which row is being renamed,
// which menu is open, which rows a person opened by hand.

import { useStore as useZustand } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { RefKey } from '#contract/ids'

export interface MenuAnchor {
  readonly getBoundingClientRect: () => DOMRect
}

export interface OpenMenu {
  readonly type: 'session' | 'project'
  readonly key: RefKey
  readonly anchor: MenuAnchor
  /** Gets the focus back. */
  readonly opener: HTMLElement | null
  /** Gets it when the row itself is gone. */
  readonly neighbour: HTMLElement | null
}

export interface OpenAsks {
  readonly key: RefKey
  readonly anchor: HTMLElement
  /** The row: gets the focus back, also when the last ask has been answered. */
  readonly opener: HTMLElement | null
}

export interface SidebarUi {
  /** The one row that Tab reaches. */
  readonly tabStop: string | null
  readonly renaming: RefKey | null
  readonly menu: OpenMenu | null
  /** The session whose asks are answered from here. */
  readonly asks: OpenAsks | null
  /** Children shown or hidden by hand; others follow whether one runs. */
  readonly opened: Readonly<Record<string, boolean>>
}

export const sidebarUi = createStore<SidebarUi>(() => ({
  tabStop: null,
  renaming: null,
  menu: null,
  asks: null,
  opened: {},
}))

export const useSidebarUi = <T>(selector: (state: SidebarUi) => T): T => useZustand(sidebarUi, selector)

export const setTabStop = (tabStop: string | null): void => sidebarUi.setState({ tabStop })
export const setRenaming = (renaming: RefKey | null): void => sidebarUi.setState({ renaming })
export const openMenu = (menu: OpenMenu | null): void => sidebarUi.setState({ menu })
export const openAsks = (asks: OpenAsks | null): void => sidebarUi.setState({ asks })
export const setOpened = (key: RefKey, open: boolean): void =>
  sidebarUi.setState((state) => ({ opened: { ...state.opened, [key]: open } }))

export const anchorAt = (x: number, y: number): MenuAnchor => ({
  getBoundingClientRect: () => new DOMRect(x, y, 0, 0),
})

/** A context menu asked for by key has no pointer position: it opens at the row. */
export const anchorOf = (event: {
  readonly clientX: number
  readonly clientY: number
  readonly currentTarget: Element
}): MenuAnchor => {
  const { clientX, clientY, currentTarget } = event
  return clientX === 0 && clientY === 0
    ? { getBoundingClientRect: () => currentTarget.getBoundingClientRect() }
    : anchorAt(clientX, clientY)
}
