// What a session's row and its menu can do. Failures become notices; the row shows the server's answer.

import { sessionKey, type SessionRef } from '#contract/ids'
import type { Session } from '#contract/model'
import { desktop } from '../../app/desktop.ts'
import { pathOf } from '../../app/route.ts'
import { rpc } from '../../rpc/rpc.ts'
import { navigate, notify, openSession } from '../../store/actions.ts'
import { sessionTitle } from '../../store/session-title.ts'
import { store } from '../../store/store.ts'
import { NOTICE_MS, toasts } from '../notices/toasts.ts'
import { createDeletions } from './deletions.ts'
import { setRenaming } from './sidebar-ui.ts'
import { strings } from './strings.ts'

export const deletions = createDeletions({ toasts, remove: (ref) => rpc.deleteSession(ref) })

export const refOf = (session: Session): SessionRef => ({ server: session.server, session: session.id })

export const titleOf = (session: Session): string => sessionTitle(session) ?? strings.untitled

const isShown = (session: Session): boolean => {
  const { route } = store.getState().ui
  return route.type === 'session' && route.server === session.server && route.session === session.id
}

export const removeSession = (session: Session): void => {
  const wasShown = isShown(session)
  if (wasShown) navigate({ type: 'new', server: session.server, directory: session.directory })
  deletions.begin({
    ref: refOf(session),
    title: titleOf(session),
    onBack: () => {
      if (wasShown) openSession(refOf(session))
    },
  })
}

export const renameSession = async (session: Session, title: string): Promise<void> => {
  setRenaming(null)
  const wanted = title.trim()
  if (wanted === '' || wanted === session.title) return
  const renamed = await rpc.renameSession({ ...refOf(session), title: wanted })
  if (!renamed.ok) notify('danger', strings.renameFailed(titleOf(session), renamed.error.message))
}

export const archiveSession = async (session: Session, archived: boolean): Promise<void> => {
  const done = await rpc.archiveSession({ ...refOf(session), archived })
  if (!done.ok) {
    notify('danger', strings.archiveFailed(titleOf(session), done.error.message))
    return
  }
  if (!archived) return
  toasts.show({
    id: `archive ${sessionKey(refOf(session))} ${Date.now()}`,
    tone: 'info',
    text: strings.archivedNotice(titleOf(session)),
    action: { label: strings.undo, run: () => void archiveSession(session, false) },
    stayMs: NOTICE_MS,
    onEnd: null,
  })
}

const pathOfSession = (session: Session): string =>
  pathOf({ type: 'session', server: session.server, session: session.id })

export const copySessionLink = (session: Session): Promise<void> =>
  navigator.clipboard.writeText(
    desktop.host === 'desktop'
      ? `millrace://session/${encodeURIComponent(session.id)}?server=${encodeURIComponent(session.server)}`
      : location.origin + pathOfSession(session),
  )

export const openInNewWindow = (session: Session): void => desktop.openWindow(pathOfSession(session))

export const closeProject = async (
  server: Session['server'],
  directory: string,
  name: string,
): Promise<void> => {
  const closed = await rpc.closeProject({ server, directory })
  if (!closed.ok) notify('danger', strings.closeFailed(name, closed.error.message))
}
