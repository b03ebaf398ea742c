// What "equal" means in every test: a server's state without gaps, clocks, or unfinished texts.

import type { MirrorState } from './state.ts'

export interface CanonicalState {
  readonly sessions: Readonly<Record<string, unknown>>
  readonly asks: readonly string[]
}

export function canonicalState(state: MirrorState): CanonicalState {
  const sessions: Record<string, unknown> = {}
  for (const id of [...state.sessions.keys()].sort()) {
    const held = state.sessions.get(id)
    if (!held) continue
    const { content } = held
    sessions[id] = {
      session: held.session,
      status: held.status.type,
      error: held.error,
      todos: held.todos,
      messages: content.order.map((message) => ({
        message: content.messages.get(message),
        parts: (content.partOrder.get(message) ?? []).map((part) => ({
          part: content.parts.get(part),
          texts: [...(content.texts.get(part) ?? [])]
            .filter(([, text]) => text.final)
            .map(([field, text]) => [field, text.text]),
        })),
      })),
    }
  }
  return { sessions, asks: [...state.asks.keys()].sort() }
}
