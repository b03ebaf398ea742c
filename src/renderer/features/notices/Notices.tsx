import { useEffect } from 'react'
import { useStore as useZustand } from 'zustand'
import { dismissNotice, openFolderAt, openSession } from '../../store/actions.ts'
import { useStore } from '../../store/store.ts'
import { NoticeCard } from './NoticeCard.tsx'
import { strings } from './strings.ts'
import { NOTICE_MS, toasts } from './toasts.ts'

/** Notices, bottom right, above where the composer's buttons are. Errors are read out at once, the rest when there is a pause. */
export function Notices() {
  const items = useZustand(toasts.store, (state) => state.items)
  useStoreNotices()
  return (
    <section
      aria-label={strings.region}
      className="pointer-events-none fixed right-4 bottom-32 z-50 flex w-90 max-w-[calc(100vw-32px)] flex-col gap-2"
      onPointerEnter={() => toasts.pause()}
      onPointerLeave={() => toasts.resume()}
      onFocus={() => toasts.pause()}
      onBlur={() => toasts.resume()}
    >
      <div role="alert" className="contents">
        {items
          .filter((item) => item.tone === 'danger')
          .map((item) => (
            <NoticeCard key={item.id} toast={item} />
          ))}
      </div>
      <div role="status" aria-live="polite" className="contents">
        {items
          .filter((item) => item.tone !== 'danger')
          .map((item) => (
            <NoticeCard key={item.id} toast={item} />
          ))}
      </div>
    </section>
  )
}

/** The worker's notices and this window's own are shown like any other. */
function useStoreNotices(): void {
  const notices = useStore((state) => state.notices)
  useEffect(() => {
    for (const notice of notices) {
      const { server, session, directory } = notice
      toasts.show({
        id: notice.id,
        tone: notice.tone,
        text: notice.text,
        action:
          server !== null && session !== null
            ? { label: strings.openSession, run: () => openSession({ server, session }) }
            : server !== null && directory !== null
              ? { label: strings.lookAtFolder, run: () => openFolderAt(server, directory) }
              : null,
        // An error, and a folder that waits, stay until somebody has seen to them.
        stayMs: notice.tone === 'danger' || directory !== null ? null : NOTICE_MS,
        onEnd: () => dismissNotice(notice.id),
      })
    }
  }, [notices])
}
