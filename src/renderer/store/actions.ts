// Everything a feature may write to the store.

import type { ServerID, SessionRef } from '#contract/ids'
import type { NoticeTone } from '#contract/model'
import type { Settings } from '#contract/settings'
import type { Breadth, DialogName, PanelName, Route, Ui } from './state.ts'
import { withNotice } from './notices.ts'
import { store } from './store.ts'

/** Enough that no repeated snapshot brings a closed notice back; the worker keeps fewer. */
const MAX_DISMISSED = 200

const setUi = (patch: Partial<Ui>) => store.setState((state) => ({ ui: { ...state.ui, ...patch } }))

export const navigate = (route: Route) => setUi({ route, dialog: null, drawerOpen: false })

export const openSession = (ref: SessionRef) =>
  navigate({ type: 'session', server: ref.server, session: ref.session })

export const openDialog = (dialog: DialogName | null) => setUi({ dialog, folderAt: null })

/** The open-folder dialog, beginning on a server, or with one of its folders chosen. */
export const openFolderAt = (server: ServerID, directory: string | null) =>
  setUi({ dialog: 'open-folder', folderAt: { server, directory } })

export const togglePanel = (name: PanelName) =>
  setUi({ panel: store.getState().ui.panel === name ? null : name })

export const showPanel = (panel: PanelName | null) => setUi({ panel })

/** The column on wide windows, the drawer on narrow ones. */
export function toggleSidebar() {
  const { ui } = store.getState()
  setUi(ui.breadth === 'narrow' ? { drawerOpen: !ui.drawerOpen } : { sidebarOpen: !ui.sidebarOpen })
}

export const closeDrawer = () => setUi({ drawerOpen: false })

export const setBreadth = (breadth: Breadth) => setUi({ breadth, drawerOpen: false })

/** Takes settings as they are on disk; a person's change goes through rpc.writeSettings first. */
export const applySettings = (settings: Settings) => setUi({ settings })

export const setSidebarWidth = (sidebarWidth: number) =>
  setUi({ settings: { ...store.getState().ui.settings, sidebarWidth } })

export const dismissNotice = (id: string) =>
  store.setState((state) => ({
    notices: state.notices.filter((notice) => notice.id !== id),
    dismissed: [...state.dismissed, id].slice(-MAX_DISMISSED),
  }))

/** A notice of this window alone. */
export const notify = (tone: NoticeTone, text: string) =>
  store.setState((state) => ({
    notices: withNotice(state.notices, {
      id: `here-${crypto.randomUUID()}`,
      at: Date.now(),
      tone,
      text,
      server: null,
      session: null,
      directory: null,
    }),
  }))
