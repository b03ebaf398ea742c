import { refKey, type ServerID } from '#contract/ids'
import type { Message, Part } from '#contract/model'
import type { State } from '../../store/state.ts'

/** The parts of these messages, in order. Wrap in `useShallow`: the list is new each time. */
export const partsOf = (state: State, server: ServerID, messages: readonly Message[]): readonly Part[] =>
  messages.flatMap((message) =>
    (state.parts[refKey(server, message.id)] ?? []).flatMap((id) => state.part[refKey(server, id)] ?? []),
  )
