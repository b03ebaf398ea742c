import type { ServerID } from '#contract/ids'
import type { Gap, Part } from '#contract/model'
import type { AskHere } from '../../store/state.ts'
import { InlineAsk } from '../asks/InlineAsk.tsx'
import { ExploredRow } from '../tools/ExploredRow.tsx'
import { foldExplored } from '../tools/explored.ts'
import { childOf } from '../tools/TaskBody.tsx'
import { ToolRow } from '../tools/ToolRow.tsx'
import { GapMark } from './GapMark.tsx'
import { Reasoning } from './Reasoning.tsx'
import { strings } from './strings.ts'
import { TextBlock } from './TextBlock.tsx'
import { isShown, isToolOf } from './timeline.logic.ts'

interface PartProps {
  readonly server: ServerID
  readonly directory: string
  /** The turn is at work. */
  readonly live: boolean
  /** It has asked a person something. */
  readonly waiting: boolean
  readonly part: Part
}

function OnePart({ server, directory, live, waiting, part }: PartProps) {
  switch (part.type) {
    case 'text':
      return <TextBlock server={server} part={part} live={live} />
    case 'reasoning':
      return <Reasoning server={server} part={part} live={live} />
    case 'tool':
      return <ToolRow server={server} part={part} directory={directory} live={live} waiting={waiting} />
    case 'retry':
      return <Note>{strings.retried(part.attempt, part.error.message)}</Note>
    case 'compaction':
      return <Note>{strings.compacted(part.auto)}</Note>
    case 'subtask':
      return <Note>{strings.subtask(part.agent, part.description)}</Note>
    case 'file':
    case 'agent':
    case 'step-finish':
    case 'patch':
    case 'other':
      return null
  }
}

const Note = ({ children }: { readonly children: string }) => (
  <p className="px-1 py-1 text-12 wrap-anywhere text-text-3">{children}</p>
)

/** Asks that arose from this part. */
const belongs = (ask: AskHere, part: Part): boolean =>
  ask.tool !== null && isToolOf(part, ask.tool.message, ask.tool.call)
    ? true
    : part.type === 'tool' && childOf(part) === ask.session

export interface PartsProps {
  readonly server: ServerID
  readonly session: string
  readonly directory: string
  readonly live: boolean
  readonly parts: readonly Part[]
  readonly asks: readonly AskHere[]
  readonly gaps: readonly Gap[]
}

/** The parts of a turn's answer in order; what is asked stands below the part that asks it. */
export function Parts({ server, session, directory, live, parts, asks, gaps }: PartsProps) {
  const items = foldExplored(parts.filter(isShown))
  const placed = new Set(asks.filter((ask) => parts.some((part) => belongs(ask, part))))
  const rest = asks.filter((ask) => !placed.has(ask))
  return (
    <>
      {items.map((item) => {
        if (item.type === 'explored') {
          const key = item.parts[0]?.id
          return <ExploredRow key={key} server={server} parts={item.parts} directory={directory} />
        }
        const { part } = item
        const own = asks.filter((ask) => belongs(ask, part))
        return (
          <div key={part.id}>
            <OnePart server={server} directory={directory} live={live} waiting={own.length > 0} part={part} />
            {gaps
              .filter((gap) => gap.part === part.id)
              .map((gap) => (
                <GapMark key={gap.reason} server={server} gap={gap} />
              ))}
            {own.map((ask) => (
              <InlineAsk key={ask.id} ask={ask} within={session} />
            ))}
          </div>
        )
      })}
      {rest.map((ask) => (
        <InlineAsk key={ask.id} ask={ask} within={session} />
      ))}
    </>
  )
}
