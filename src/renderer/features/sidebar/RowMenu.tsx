import { Menu as Base } from '@base-ui/react/menu'
import {
  AppWindow,
  Archive,
  ArchiveRestore,
  Copy,
  FolderX,
  Link,
  PencilLine,
  Pin,
  PinOff,
  Plus,
  Trash2,
} from 'lucide-react'
import { useStore as useZustand } from 'zustand'
import type { RefKey } from '#contract/ids'
import type { Project, Session } from '#contract/model'
import { navigate } from '../../store/actions.ts'
import { useStore } from '../../store/store.ts'
import { MENU_LANDMARK, MenuItem, MenuSeparator } from '../../ui/Menu.tsx'
import { pins } from './remembered.ts'
import {
  archiveSession,
  closeProject,
  copySessionLink,
  openInNewWindow,
  removeSession,
} from './session-actions.ts'
import { openMenu, setRenaming, useSidebarUi } from './sidebar-ui.ts'
import { strings } from './strings.ts'

/** One menu for all rows: it opens where it was asked for. */
export function RowMenu() {
  const menu = useSidebarUi((ui) => ui.menu)
  const session = useStore((state) => (menu?.type === 'session' ? state.sessions[menu.key] : undefined))
  const project = useStore((state) => (menu?.type === 'project' ? state.projects[menu.key] : undefined))
  const renaming = useSidebarUi((ui) => ui.renaming)
  if (menu === null) return null
  return (
    <Base.Root
      open
      onOpenChange={(open) => {
        if (!open) openMenu(null)
      }}
    >
      <Base.Portal {...MENU_LANDMARK}>
        <Base.Positioner
          anchor={menu.anchor}
          side="bottom"
          align="start"
          sideOffset={2}
          className="z-50 outline-none"
        >
          <Base.Popup
            finalFocus={() =>
              renaming !== null ? false : menu.opener?.isConnected === true ? menu.opener : menu.neighbour
            }
            className="pop min-w-48 rounded bg-surface-1 p-1 shadow-float outline-none"
          >
            {session !== undefined && <SessionItems session={session} menuKey={menu.key} />}
            {project !== undefined && <ProjectItems project={project} />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

function SessionItems({ session, menuKey }: { readonly session: Session; readonly menuKey: RefKey }) {
  const pinned = useZustand(pins.store, (state) => state.keys.has(menuKey))
  const archived = session.archived !== null
  return (
    <>
      <MenuItem icon={PencilLine} shortcut="F2" onSelect={() => setRenaming(menuKey)}>
        {strings.rename}
      </MenuItem>
      <MenuItem icon={pinned ? PinOff : Pin} onSelect={() => pins.toggle(menuKey)}>
        {pinned ? strings.unpin : strings.pin}
      </MenuItem>
      <MenuItem icon={AppWindow} onSelect={() => openInNewWindow(session)}>
        {strings.openInNewWindow}
      </MenuItem>
      <MenuItem icon={Link} onSelect={() => void copySessionLink(session)}>
        {strings.copyLink}
      </MenuItem>
      <MenuItem
        icon={archived ? ArchiveRestore : Archive}
        onSelect={() => void archiveSession(session, !archived)}
      >
        {archived ? strings.unarchive : strings.archive}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={Trash2} shortcut="Delete" danger onSelect={() => removeSession(session)}>
        {strings.delete}
      </MenuItem>
    </>
  )
}

function ProjectItems({ project }: { readonly project: Project }) {
  return (
    <>
      <MenuItem
        icon={Plus}
        onSelect={() => navigate({ type: 'new', server: project.server, directory: project.directory })}
      >
        {strings.newSession}
      </MenuItem>
      <MenuItem icon={Copy} onSelect={() => void navigator.clipboard.writeText(project.directory)}>
        {strings.copyPath}
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        icon={FolderX}
        onSelect={() => void closeProject(project.server, project.directory, project.name)}
      >
        {strings.closeProject}
      </MenuItem>
    </>
  )
}
