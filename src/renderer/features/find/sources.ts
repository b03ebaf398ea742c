import { sessionKey, type PartID, type ServerID, type SessionRef } from '#contract/ids'
import { textOf } from '../../preview/preview.ts'
import { turnsOf, type Turn } from '../../store/selectors.ts'
import type { State } from '../../store/state.ts'
import { exploredKey, rowKey } from '../timeline/kept.ts'
import { isShown } from '../timeline/timeline.logic.ts'
import { partsOf } from '../timeline/turn-parts.ts'
import { foldExplored } from '../tools/explored.ts'
import type { Searchable } from './find.logic.ts'

/** Where each part of a turn lies: its own row, that of the reads around it, or the folded prompt. */
function rowsOf(state: State, server: ServerID, turn: Turn): ReadonlyMap<PartID, readonly string[]> {
  const rows = new Map<PartID, readonly string[]>()
  if (turn.user)
    for (const part of partsOf(state, server, [turn.user])) rows.set(part.id, [rowKey(turn.user.id)])
  for (const item of foldExplored(partsOf(state, server, turn.assistants).filter(isShown))) {
    if (item.type === 'part') rows.set(item.part.id, [rowKey(item.part.id)])
    else for (const part of item.parts) rows.set(part.id, [exploredKey(item.parts), rowKey(part.id)])
  }
  return rows
}

/** Texts, reasoning, and what went into and came out of tools, as loaded in this window. */
export function searchableOf(state: State, ref: SessionRef): readonly Searchable[] {
  const { server } = ref
  return turnsOf(state, sessionKey(ref)).flatMap((turn) => {
    const rows = rowsOf(state, server, turn)
    return partsOf(state, server, [...(turn.user ? [turn.user] : []), ...turn.assistants])
      .filter(isShown)
      .map((part) => {
        const found = { turn: turn.id, part: part.id, rows: rows.get(part.id) ?? [] }
        if (part.type !== 'tool') return { ...found, text: textOf(server, part.id, 'text') }
        const input = Object.values(part.state.input).filter((value) => typeof value === 'string')
        return { ...found, text: [...input, textOf(server, part.id, 'output')].join('\n') }
      })
  })
}
