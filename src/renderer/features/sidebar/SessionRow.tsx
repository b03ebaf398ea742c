import { ChevronRight, Clock, Ellipsis, Pin } from 'lucide-react'
import { memo, useRef, type KeyboardEvent } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { openSession } from '../../store/actions.ts'
import { isHeard, sessionState, waitingIn } from '../../store/selectors.ts'
import { useStore } from '../../store/store.ts'
import { cx } from '../../ui/cx.ts'
import { Icon } from '../../ui/Icon.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx'
import { isTitleWaiting, titleToCome } from '../outbox/commands.logic.ts'
import type { SessionNode } from './groups.logic.ts'
import { RenameField } from './RenameField.tsx'
import { neighbourOf } from './roving.ts'
import { RowTime } from './RowTime.tsx'
import { refOf, removeSession, titleOf } from './session-actions.ts'
import {
  anchorOf,
  openMenu,
  setOpened,
  setRenaming,
  setTabStop,
  useSidebarUi,
  type MenuAnchor,
} from './sidebar-ui.ts'
import { StateMark } from './StateMark.tsx'
import { strings } from './strings.ts'
import { WaitingButton } from './WaitingButton.tsx'

export interface SessionRowProps {
  readonly node: SessionNode
  readonly depth: number
  readonly now: number
  readonly pinned: boolean
  /** Null: it has no children. */
  readonly open: boolean | null
}

/** The whole title, and what is to be known of it. */
function noteOf(title: string, shown: { readonly elsewhere: boolean; readonly titleWaits: boolean }): string {
  const notes = [shown.titleWaits && strings.titleWaits, shown.elsewhere && strings.elsewhere]
  return [title, ...notes.filter((note) => note !== false)].join('\n')
}

/** A child's mark stands under its parent's title. */
const INDENT_PX = 16

export const SessionRow = memo(function SessionRow({ node, depth, now, pinned, open }: SessionRowProps) {
  const { key, session } = node
  const shown = useStore(
    useShallow((state) => {
      const { route } = state.ui
      return {
        state: sessionState(state, key),
        heard: isHeard(state, session),
        waiting: waitingIn(state, key),
        status: state.activity[key]?.status,
        elsewhere: state.activity[key]?.activeElsewhere ?? false,
        titleToCome: titleToCome(state.commands, refOf(session)),
        titleWaits: isTitleWaiting(state.commands, refOf(session)),
        active: route.type === 'session' && route.server === session.server && route.session === session.id,
      }
    }),
  )
  const isTabStop = useSidebarUi((ui) => ui.tabStop === key)
  const renaming = useSidebarUi((ui) => ui.renaming === key)
  const menuOpen = useSidebarUi((ui) => ui.menu?.key === key)
  const button = useRef<HTMLButtonElement>(null)
  const retry = shown.status?.type === 'retry' ? shown.status : null
  const title = shown.titleToCome ?? titleOf(session)
  const indent = { paddingLeft: 8 + depth * INDENT_PX }
  const mark = (
    <StateMark state={shown.state} waiting={shown.waiting} retrying={retry !== null} heard={shown.heard} />
  )

  const showMenu = (anchor: MenuAnchor) =>
    openMenu({ type: 'session', key, anchor, opener: button.current, neighbour: neighbourOf(button.current) })

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'F2') setRenaming(key)
    else if (event.key === 'Delete' || (event.key === 'Backspace' && event.metaKey)) {
      neighbourOf(button.current)?.focus()
      removeSession(session)
    } else if (event.key === 'ArrowRight' && open === false) setOpened(key, true)
    else if (event.key === 'ArrowLeft' && open === true) setOpened(key, false)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div
      data-testid="session-row"
      data-server-id={session.server}
      data-session-id={session.id}
      data-state={shown.state}
      onContextMenu={(event) => {
        event.preventDefault()
        showMenu(anchorOf(event))
      }}
      className={cx(
        // The ring lies around the whole row, not around the part that is the button.
        'group relative flex h-8 items-center rounded pr-2 text-13 has-[[data-row]:focus-visible]:outline-2 has-[[data-row]:focus-visible]:-outline-offset-1 has-[[data-row]:focus-visible]:outline-accent',
        shown.active ? 'bg-surface-3 text-text-1' : 'text-text-2 hover:bg-surface-2 hover:text-text-1',
        menuOpen && !shown.active && 'bg-surface-2 text-text-1',
      )}
    >
      {renaming ? (
        <div className="flex min-w-0 flex-1 items-center gap-2" style={indent}>
          {mark}
          <RenameField session={session} />
        </div>
      ) : (
        <>
          <button
            ref={button}
            type="button"
            data-row={key}
            tabIndex={isTabStop ? 0 : -1}
            aria-current={shown.active ? 'page' : undefined}
            title={noteOf(title, shown)}
            onFocus={() => setTabStop(key)}
            onClick={() => openSession(refOf(session))}
            onDoubleClick={() => setRenaming(key)}
            onKeyDown={onKeyDown}
            className="flex h-full min-w-0 flex-1 items-center gap-2 rounded pr-2 text-left select-none focus-visible:outline-none"
            style={indent}
          >
            {mark}
            <span
              className={cx(
                'min-w-0 flex-1 truncate',
                shown.state === 'unread' && 'font-semibold text-text-1',
              )}
            >
              {title}
            </span>
            {shown.titleWaits && (
              <>
                <Icon icon={Clock} size={12} className="shrink-0 text-text-3" />
                <VisuallyHidden>{strings.titleWaits}</VisuallyHidden>
              </>
            )}
            {pinned && <Icon icon={Pin} size={12} className="shrink-0 text-text-3" />}
          </button>
          {shown.waiting > 0 && (
            <WaitingButton
              sessionKey={key}
              waiting={shown.waiting}
              left={indent.paddingLeft}
              tabIndex={isTabStop ? 0 : -1}
              row={button}
            />
          )}
          {open !== null && (
            <button
              type="button"
              tabIndex={-1}
              aria-expanded={open}
              aria-label={strings.subagents(node.children.length)}
              title={strings.subagents(node.children.length)}
              onClick={() => setOpened(key, !open)}
              className="mr-1 flex h-6 shrink-0 items-center gap-0.5 rounded px-1 text-11 text-text-3 tabular-nums hover:bg-surface-3 hover:text-text-1"
            >
              {node.children.length}
              <Icon
                icon={ChevronRight}
                size={12}
                className={cx('transition-transform', open && 'rotate-90')}
              />
            </button>
          )}
          <span
            className={cx(
              'min-w-6 shrink-0 text-right text-11 text-text-3 tabular-nums group-hover:invisible',
              menuOpen && 'invisible',
            )}
          >
            <RowTime session={session} retry={retry} now={now} />
          </span>
          <IconButton
            icon={Ellipsis}
            label={strings.rowMenu(title)}
            size="small"
            tabIndex={-1}
            onClick={(event) => showMenu(event.currentTarget)}
            className={cx('absolute right-1 opacity-0 group-hover:opacity-100', menuOpen && 'opacity-100')}
          />
        </>
      )}
    </div>
  )
})
