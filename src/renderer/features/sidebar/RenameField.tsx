import { useEffect, useRef, useState } from 'react'
import type { Session } from '#contract/model'
import { renameSession, titleOf } from './session-actions.ts'
import { setRenaming } from './sidebar-ui.ts'
import { strings } from './strings.ts'

/** Enter and leaving the field keep the title, Escape keeps the old one. */
export function RenameField({ session }: { readonly session: Session }) {
  const [title, setTitle] = useState(titleOf(session))
  const field = useRef<HTMLInputElement>(null)
  const ended = useRef(false)
  const settled = useRef(false)
  // The menu it was chosen from gives the focus back as it goes, within a frame or two: that is no leaving.
  useEffect(() => {
    field.current?.select()
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        settled.current = true
        if (document.activeElement !== field.current) field.current?.select()
        field.current?.focus()
      })
    })
    return () => cancelAnimationFrame(frame)
  }, [])

  const end = (keep: boolean, refocus: boolean) => {
    if (ended.current) return
    ended.current = true
    const row = field.current?.closest<HTMLElement>('[data-session-id]')
    if (keep) void renameSession(session, title)
    else setRenaming(null)
    if (refocus) requestAnimationFrame(() => row?.querySelector<HTMLElement>('[data-row]')?.focus())
  }

  return (
    <input
      ref={field}
      value={title}
      aria-label={strings.renameLabel}
      autoFocus
      onChange={(event) => setTitle(event.target.value)}
      onBlur={() => {
        if (settled.current) end(true, false)
      }}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter') end(true, true)
        else if (event.key === 'Escape') end(false, true)
      }}
      className="h-6 min-w-0 flex-1 rounded-sm border border-line-strong bg-surface-0 px-1 text-13 text-text-1"
    />
  )
}
