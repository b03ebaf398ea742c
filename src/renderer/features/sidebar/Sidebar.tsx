import { SquarePen } from 'lucide-react'
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { useStore as useZustand } from 'zustand'
import { handleCommand, run } from '../../app/commands.ts'
import { keysOf } from '../../app/keymap.ts'
import { openSession } from '../../store/actions.ts'
import { useStore } from '../../store/store.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { AsksPopover } from './AsksPopover.tsx'
import { groupSessions, projectHint } from './groups.logic.ts'
import { ProjectSection } from './ProjectSection.tsx'
import { pins } from './remembered.ts'
import { focusRow, moveByKey } from './roving.ts'
import { RowMenu } from './RowMenu.tsx'
import { SearchField } from './SearchField.tsx'
import { deletions, refOf } from './session-actions.ts'
import { SidebarFooter } from './SidebarFooter.tsx'
import { setTabStop, sidebarUi } from './sidebar-ui.ts'
import { strings } from './strings.ts'
import { useNow } from './use-now.ts'

/** The smallest step that relative times show. */
const MINUTE_MS = 60_000

const numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const

export function Sidebar() {
  const servers = useStore((state) => state.servers)
  const projects = useStore((state) => state.projects)
  const sessions = useStore((state) => state.sessions)
  const activity = useStore((state) => state.activity)
  const pinned = useZustand(pins.store, (state) => state.keys)
  const hidden = useZustand(deletions.store, (state) => state.hidden)
  const [typed, setTyped] = useState('')
  const query = useDeferredValue(typed)
  const search = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const now = useNow(MINUTE_MS)

  const groups = useMemo(
    () => groupSessions({ servers, projects, sessions, activity, pinned, hidden, query }),
    [servers, projects, sessions, activity, pinned, hidden, query],
  )
  const allProjects = useMemo(() => Object.values(projects), [projects])
  const searching = query.trim() !== ''
  const found = groups.reduce(
    (sum, group) => sum + group.projects.reduce((of, each) => of + each.sessions.length, 0),
    0,
  )

  // The row that Tab reaches may have gone, or another session been opened: some row must be reachable.
  useEffect(() => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
    const { tabStop } = sidebarUi.getState()
    if (rows.some((row) => row.dataset['row'] === tabStop)) return
    const active = rows.find((row) => row.getAttribute('aria-current') === 'page')
    setTabStop((active ?? rows[0])?.dataset['row'] ?? null)
  }, [groups])

  // The number keys follow the order that is drawn here: pinned first, running ones in place.
  useEffect(() => {
    const roots = groups.flatMap((group) => group.projects.flatMap((each) => each.sessions))
    const undo = numbers.map((number) =>
      handleCommand(`session-${number}`, () => {
        const node = roots[number - 1]
        if (node !== undefined) openSession(refOf(node.session))
      }),
    )
    return () => undo.forEach((each) => each())
  }, [groups])

  return (
    <div
      className="flex h-full min-h-0 flex-col bg-surface-1"
      onKeyDown={(event) => {
        if (event.key !== '/' || event.target instanceof HTMLInputElement) return
        event.preventDefault()
        search.current?.focus()
      }}
    >
      <div className="flex items-center gap-1 px-2 pt-2 pb-3">
        <SearchField
          ref={search}
          value={typed}
          onChange={setTyped}
          onLeave={() => focusRow(list.current, 'first')}
          onChoose={() =>
            list.current?.querySelector<HTMLElement>('[data-testid="session-row"] [data-row]')?.click()
          }
        />
        <IconButton
          icon={SquarePen}
          label={strings.newSession}
          shortcut={keysOf('new-session')}
          onClick={() => run('new-session')}
        />
      </div>
      <div
        ref={list}
        data-testid="session-list"
        className="min-h-0 flex-1 overflow-y-auto px-2 pb-2"
        onKeyDown={moveByKey}
      >
        {groups.map(({ server, projects: ofServer }) => (
          <section key={server.id} aria-label={server.name}>
            <h2 className={groups.length > 1 ? 'px-2 pt-1 pb-1 text-11 font-normal text-text-3' : 'sr-only'}>
              {server.name}
            </h2>
            <ul>
              {ofServer.map((group) => (
                <ProjectSection
                  key={group.key}
                  group={group}
                  hint={projectHint(group.project, allProjects)}
                  now={now}
                  pinned={pinned}
                  searching={searching}
                />
              ))}
            </ul>
          </section>
        ))}
        {groups.length === 0 && (
          <p className="px-2 py-2 text-12 wrap-anywhere text-text-2">
            {searching ? strings.noMatch(query.trim()) : strings.noProjects}
          </p>
        )}
      </div>
      <p role="status" className="sr-only">
        {searching && strings.shown(found)}
      </p>
      <SidebarFooter />
      <RowMenu />
      <AsksPopover />
    </div>
  )
}
