import { refKey, sessionKey, type SessionRef } from '#contract/ids'
import { textOf } from '../../preview/preview.ts'
import { turnsOf } from '../../store/selectors.ts'
import type { State } from '../../store/state.ts'
import { isShown } from '../timeline/timeline.logic.ts'
import type { Searchable } from './find.logic.ts'

/** Texts, reasoning, and what went into and came out of tools, as loaded in this window. */
export function searchableOf(state: State, ref: SessionRef): readonly Searchable[] {
  const { server } = ref
  return turnsOf(state, sessionKey(ref)).flatMap((turn) =>
    [...(turn.user ? [turn.user] : []), ...turn.assistants].flatMap((message) =>
      (state.parts[refKey(server, message.id)] ?? []).flatMap((id) => {
        const part = state.part[refKey(server, id)]
        if (!part || !isShown(part)) return []
        if (part.type !== 'tool') return [{ turn: turn.id, part: id, text: textOf(server, id, 'text') }]
        const input = Object.values(part.state.input).filter((value) => typeof value === 'string')
        return [{ turn: turn.id, part: id, text: [...input, textOf(server, id, 'output')].join('\n') }]
      }),
    ),
  )
}
