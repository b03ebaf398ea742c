// Ready-made values for tray, badge and notifications: the host parses no event.

import type { Presence, WorkerMessage } from '#contract/host'
import type { SessionID } from '#contract/ids'
import type { Op } from '#contract/ops'
import type { ServerRuntime } from './servers/runtime.ts'

export interface PresenceOptions {
  readonly post: (message: WorkerMessage) => void
  readonly runtimes: () => Iterable<ServerRuntime>
}

export interface PresenceWatch {
  note(runtime: ServerRuntime, ops: readonly Op[], isWatched: (session: SessionID) => boolean): void
}

export function createPresence(options: PresenceOptions): PresenceWatch {
  let last: Presence = { running: 0, asks: 0 }
  const running = new Set<string>()
  const asked = new Set<string>()

  const count = (): Presence => {
    let asks = 0
    let busy = 0
    for (const { state } of options.runtimes()) {
      asks += state.asks.size
      for (const { status } of state.sessions.values()) if (status.type !== 'idle') busy++
    }
    return { running: busy, asks }
  }

  return {
    note: (runtime, ops, isWatched) => {
      let changed = false
      for (const op of ops) {
        if (op.op === 'activity') {
          changed = true
          const key = `${runtime.id}/${op.id}`
          const isIdle = op.activity.status.type === 'idle'
          const session = runtime.state.sessions.get(op.id)?.session
          if (!isIdle) running.add(key)
          else if (running.delete(key) && session && session.parent === null && !isWatched(op.id)) {
            const kind = op.activity.error ? 'error' : 'turn-ended'
            const body = op.activity.error?.message ?? ''
            options.post({
              type: 'notify',
              notify: { server: runtime.id, session: op.id, kind, title: session.title, body },
            })
          }
        } else if (op.op === 'ask') {
          changed = true
          const session = runtime.state.sessions.get(op.ask.session)?.session
          if (asked.has(op.ask.id) || isWatched(op.ask.session)) continue
          asked.add(op.ask.id)
          const body =
            op.ask.kind === 'permission' ? op.ask.patterns.join('\n') : (op.ask.questions[0]?.question ?? '')
          options.post({
            type: 'notify',
            notify: {
              server: runtime.id,
              session: op.ask.session,
              kind: 'ask',
              title: session?.title ?? '',
              body,
            },
          })
        } else if (op.op === 'ask.remove') {
          changed = true
          asked.delete(op.id)
        }
      }
      if (!changed) return
      const next = count()
      if (next.running === last.running && next.asks === last.asks) return
      last = next
      options.post({ type: 'presence', presence: next })
    },
  }
}
