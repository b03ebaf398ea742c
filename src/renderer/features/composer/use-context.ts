import { sessionKey, refKey, type SessionRef } from '#contract/ids'
import type { Catalog, ModelRef, Tokens } from '#contract/model'
import type { State } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'
import { contextUse, findModel } from './choice.ts'
import type { Hint } from './Toolbar.tsx'
import { strings } from './strings.ts'

/** Of the last answer that has been counted. */
function lastTokens(state: State, ref: SessionRef): Tokens | null {
  for (const id of (state.messages[sessionKey(ref)] ?? []).toReversed()) {
    const message = state.message[refKey(ref.server, id)]
    if (message?.role === 'assistant' && message.tokens !== null && message.tokens.output > 0)
      return message.tokens
  }
  return null
}

/** How full the model's context is, in words; null while that is of no interest. */
export function useContextUse(
  ref: SessionRef | null,
  catalog: Catalog | null,
  model: ModelRef | null,
): Hint | null {
  const tokens = useStore((state) => (ref === null ? null : lastTokens(state, ref)))
  const use = contextUse(tokens, findModel(catalog, model)?.context ?? 0)
  if (use === null) return null
  return {
    text: use.nearlyFull ? strings.contextFull(use.percent) : strings.context(use.percent),
    short: strings.contextShort(use.percent),
    isWarning: use.nearlyFull,
  }
}
