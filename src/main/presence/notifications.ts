// What a person is told while they look elsewhere: few at a time, the rest together, none while they asked for quiet.

import { Notification } from 'electron'
import type { NotifyRequest } from '#contract/host'

/** Held so that the collector doesn't take a notification, and its click, while it is on the screen. */
const MAX_SHOWN = 20
/** More than these within the time come together as one: eight agents ending at once are one piece of news. */
const MAX_AT_ONCE = 3
const PER_MS = 10_000

export interface NotifierOptions {
  readonly platform: NodeJS.Platform
  readonly isQuiet: () => boolean
  readonly open: (request: NotifyRequest) => void
  readonly front: () => void
  readonly reply: (request: NotifyRequest, reply: 'once' | 'reject') => void
  readonly now: () => number
  /** Calls `fn` once after `ms`. */
  readonly after: (ms: number, fn: () => void) => void
}

export type Notifier = (request: NotifyRequest) => void

export function createNotifier(options: NotifierOptions): Notifier {
  const shown = new Set<Notification>()
  let times: readonly number[] = []
  let held: readonly NotifyRequest[] = []

  const show = (notification: Notification, onClick: () => void): void => {
    shown.add(notification)
    const [oldest] = shown
    if (shown.size > MAX_SHOWN && oldest !== undefined) shown.delete(oldest)
    notification.once('click', () => {
      shown.delete(notification)
      onClick()
    })
    notification.once('close', () => shown.delete(notification))
    notification.show()
  }

  const showOne = (request: NotifyRequest): void => {
    const hasButtons = request.ask !== null && options.platform !== 'linux'
    const notification = new Notification({
      title: request.title || 'Untitled session',
      body: request.body || (request.kind === 'turn-ended' ? 'The turn has ended.' : ''),
      groupId: `${request.server}/${request.session}`,
      ...(hasButtons && {
        actions: [
          { type: 'button' as const, text: 'Allow once' },
          { type: 'button' as const, text: 'Reject' },
        ],
      }),
    })
    if (hasButtons)
      notification.once('action', ({ actionIndex }) =>
        options.reply(request, actionIndex === 0 ? 'once' : 'reject'),
      )
    show(notification, () => options.open(request))
  }

  const showHeld = (): void => {
    const requests = held
    held = []
    if (options.isQuiet() || requests.length === 0) return
    times = [...times, options.now()]
    const [only] = requests
    if (requests.length === 1 && only) return showOne(only)
    const asks = requests.filter(({ kind }) => kind === 'ask').length
    const title =
      asks > 0
        ? `${requests.length} sessions have news, ${asks} with a question`
        : `${requests.length} sessions have news`
    const body = [...new Set(requests.map((request) => request.title || 'Untitled session'))].join(', ')
    show(new Notification({ title, body }), options.front)
  }

  return (request) => {
    if (!Notification.isSupported() || options.isQuiet()) return
    const now = options.now()
    times = times.filter((time) => now - time < PER_MS)
    if (held.length === 0 && times.length < MAX_AT_ONCE) {
      times = [...times, now]
      return showOne(request)
    }
    held = [...held, request]
    if (held.length === 1) options.after(Math.max(0, (times[0] ?? now) + PER_MS - now), showHeld)
  }
}
