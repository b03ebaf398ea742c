// What the worker wants a person to know while they look elsewhere.

import { Notification, type BrowserWindow } from 'electron'
import type { NotifyRequest } from '#contract/host'

/** Held so that the collector doesn't take a notification, and its click, while it is on the screen. */
const shown = new Set<Notification>()

/** More are never seen at once; the oldest loses its click. */
const MAX_SHOWN = 20

/** @param open called with the route of the session when the person clicks */
export function notify(
  { server, session, title, body }: NotifyRequest,
  windows: readonly BrowserWindow[],
  open: (route: string) => void,
): void {
  if (!Notification.isSupported() || windows.some((window) => window.isFocused())) return
  const notification = new Notification({ title, body })
  shown.add(notification)
  const [oldest] = shown
  if (shown.size > MAX_SHOWN && oldest !== undefined) shown.delete(oldest)
  notification.once('click', () => {
    shown.delete(notification)
    open(`/s/${encodeURIComponent(server)}/session/${encodeURIComponent(session)}`)
  })
  notification.once('close', () => shown.delete(notification))
  notification.show()
}
