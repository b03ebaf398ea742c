import { ChevronRight, Ellipsis, FolderX, Plus } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import { useStore as useZustand } from 'zustand'
import { run } from '../../app/commands.ts'
import { navigate } from '../../store/actions.ts'
import { Button } from '../../ui/Button.tsx'
import { cx } from '../../ui/cx.ts'
import { Disclosure } from '../../ui/Disclosure.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { FolderRunMark } from './FolderRunMark.tsx'
import { FolderRunNote } from './FolderRunNote.tsx'
import type { ProjectGroup } from './groups.logic.ts'
import { folded } from './remembered.ts'
import { SessionTree } from './SessionTree.tsx'
import { anchorOf, openMenu, setTabStop, useSidebarUi } from './sidebar-ui.ts'
import { strings } from './strings.ts'

/** Rows drawn before "show more": about two screens, so that a project with thousands stays light. */
export const SHOWN_AT_FIRST = 50

export interface ProjectSectionProps {
  readonly group: ProjectGroup
  /** Tells it from another folder of the same name. */
  readonly hint: string | null
  readonly now: number
  readonly pinned: ReadonlySet<string>
  readonly searching: boolean
}

export function ProjectSection({ group, hint, now, pinned, searching }: ProjectSectionProps) {
  const { project, key } = group
  const isFolded = useZustand(folded.store, (state) => state.keys.has(key)) && !searching
  const isTabStop = useSidebarUi((ui) => ui.tabStop === key)
  const [limit, setLimit] = useState(SHOWN_AT_FIRST)
  // What a folder that does not run holds is not known.
  const isKnown = project.run === undefined || project.run.state === 'live'
  const shown = group.sessions.slice(0, limit)
  const more = group.sessions.length - shown.length
  const startSession = () => {
    navigate({ type: 'new', server: project.server, directory: project.directory })
    run('focus-composer')
  }

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const fold = event.key === 'ArrowLeft' && !isFolded
    const unfold = event.key === 'ArrowRight' && isFolded
    if (!fold && !unfold) return
    event.preventDefault()
    event.stopPropagation()
    folded.toggle(key)
  }

  return (
    <li className="pb-3">
      <div
        className="group flex h-8 items-center gap-0.5 pr-1"
        onContextMenu={(event) => {
          event.preventDefault()
          openMenu({
            type: 'project',
            key,
            anchor: anchorOf(event),
            opener: event.currentTarget.querySelector<HTMLElement>('[data-row]'),
            neighbour: null,
          })
        }}
      >
        <h3 className="min-w-0 flex-1 text-12">
          <button
            type="button"
            data-row={key}
            tabIndex={isTabStop ? 0 : -1}
            aria-expanded={!isFolded}
            title={project.directory}
            onFocus={() => setTabStop(key)}
            onClick={() => folded.toggle(key)}
            onKeyDown={onKeyDown}
            className="flex h-7 w-full min-w-0 items-center gap-2 rounded px-2 text-left text-text-2 select-none hover:text-text-1"
          >
            <span className="flex size-4 shrink-0 items-center justify-center">
              <Icon
                icon={ChevronRight}
                size={12}
                className={cx('text-text-3 transition-transform', !isFolded && 'rotate-90')}
              />
            </span>
            <span className="truncate font-semibold">{project.name}</span>
            {hint !== null && <span className="shrink-[99] truncate font-normal text-text-3">{hint}</span>}
            {!project.reachable && <Icon icon={FolderX} size={14} className="shrink-0 text-warn" />}
            {project.run && <FolderRunMark run={project.run} />}
          </button>
        </h3>
        <IconButton
          icon={Ellipsis}
          label={strings.projectMenu(project.name)}
          size="small"
          tabIndex={-1}
          className="opacity-0 group-focus-within:opacity-100 group-hover:opacity-100"
          onClick={(event) =>
            openMenu({
              type: 'project',
              key,
              anchor: event.currentTarget,
              opener: event.currentTarget,
              neighbour: null,
            })
          }
        />
        <IconButton
          icon={Plus}
          label={strings.newSessionIn(project.name)}
          size="small"
          onClick={startSession}
        />
      </div>
      {!isFolded && (
        <>
          {project.run && <FolderRunNote project={project} run={project.run} />}
          {!project.reachable && <p className="px-8 pb-1 text-12 text-text-2">{strings.unreachable}</p>}
          {group.sessions.length === 0 && !searching && isKnown && (
            <p className="px-8 pb-1 text-12 text-text-3">{strings.noSessions}</p>
          )}
          <ul aria-label={project.name}>
            {shown.map((node) => (
              <SessionTree
                key={node.key}
                node={node}
                depth={0}
                now={now}
                pinned={pinned}
                showAll={searching}
              />
            ))}
          </ul>
          {more > 0 && (
            <Button
              variant="quiet"
              size="small"
              className="ml-6"
              onClick={() => setLimit(limit + SHOWN_AT_FIRST)}
            >
              {strings.showMore(Math.min(more, SHOWN_AT_FIRST))}
            </Button>
          )}
          {group.archived.length > 0 && (
            <Disclosure
              key={String(searching)}
              defaultOpen={searching}
              className="[&>button]:h-7 [&>button]:gap-2 [&>button]:pl-2.5"
              summary={
                <span className="py-1 text-12 text-text-3">{strings.archived(group.archived.length)}</span>
              }
            >
              <ul>
                {group.archived.slice(0, limit).map((node) => (
                  <SessionTree
                    key={node.key}
                    node={node}
                    depth={0}
                    now={now}
                    pinned={pinned}
                    showAll={searching}
                  />
                ))}
              </ul>
            </Disclosure>
          )}
        </>
      )}
    </li>
  )
}
