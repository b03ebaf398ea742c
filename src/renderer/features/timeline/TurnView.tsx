import { memo, type Ref } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { sessionKey, type SessionRef } from '#contract/ids'
import type { Gap, Part, SessionStatus } from '#contract/model'
import type { Turn } from '../../store/selectors.ts'
import type { AskHere } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'
import { textOf } from '../../preview/preview.ts'
import { Button } from '../../ui/Button.tsx'
import { cx } from '../../ui/cx.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { ChangedFiles } from './ChangedFiles.tsx'
import { GapMark } from './GapMark.tsx'
import { Parts } from './Parts.tsx'
import { strings } from './strings.ts'
import { shellLine, turnSpan, turnState } from './timeline.logic.ts'
import { partsOf } from './turn-parts.ts'
import { TurnFoot } from './TurnFoot.tsx'
import { TurnHead } from './TurnHead.tsx'
import { UserPrompt } from './UserPrompt.tsx'

export interface TurnProps extends SessionRef {
  readonly turn: Turn
  /** Told when it is there and when it goes. */
  readonly ref: Ref<HTMLElement>
  /** Its place among those loaded. */
  readonly index: number
  /** How many there are; null: more than are loaded. */
  readonly all: number | null
  readonly last: boolean
  readonly asks: readonly AskHere[]
  readonly gaps: readonly Gap[]
}

const IDLE: SessionStatus = { type: 'idle' }
/** Enough of a prompt to know the turn by. */
const HEADING_LENGTH = 80

function headingOf({ server, index }: TurnProps, parts: readonly Part[], answer: readonly Part[]): string {
  const first = parts.find((part) => part.type === 'text' && !part.synthetic)
  const words = first ? textOf(server, first.id, 'text') : (shellLine(parts, answer) ?? '')
  const prompt = words.trim().split('\n')[0]
  return prompt ? strings.turnWith(index + 1, prompt.slice(0, HEADING_LENGTH)) : strings.turn(index + 1)
}

const focusComposer = () => document.querySelector<HTMLElement>('textarea[data-testid="composer"]')?.focus()

/** A prompt and everything that answered it. */
export const TurnView = memo(function TurnView(props: TurnProps) {
  const { server, session, turn, last, asks, gaps } = props
  const key = sessionKey(props)
  const directory = useStore((state) => state.sessions[key]?.directory ?? '')
  const status = useStore((state) => (last ? state.activity[key]?.status : undefined)) ?? IDLE
  const error = useStore((state) => (last ? (state.activity[key]?.error ?? null) : null))
  const parts = useStore(useShallow((state) => partsOf(state, server, turn.assistants)))
  const prompt = useStore(useShallow((state) => partsOf(state, server, turn.user ? [turn.user] : [])))
  const state = turnState({ turn, last, asks: asks.length, status, error })
  const running = state.type === 'working' || state.type === 'waiting' || state.type === 'retry'
  const span = turnSpan(turn, running)
  const heading = headingOf(props, prompt, parts)
  return (
    <article
      ref={props.ref}
      data-testid="turn"
      data-turn={turn.id}
      data-index={props.index}
      aria-posinset={props.index + 1}
      aria-setsize={props.all ?? -1}
      data-state={state.type}
      aria-label={heading}
      className="group/turn turn"
    >
      <h3 tabIndex={-1} className="sr-only select-none">
        {heading}
      </h3>
      {turn.user && <UserPrompt server={server} message={turn.user} answer={parts} />}
      <TurnHead server={server} session={session} state={state} span={span} />
      <div className={cx(!running && 'mt-2')}>
        <Parts
          server={server}
          session={session}
          directory={directory}
          live={running}
          parts={parts}
          asks={asks}
          gaps={gaps}
        />
      </div>
      {gaps
        .filter((gap) => gap.part === null)
        .map((gap) => (
          <GapMark key={gap.reason} server={server} gap={gap} />
        ))}
      {state.type === 'retry' && (
        <p className="px-1 py-1 text-13 wrap-anywhere text-warn">{strings.retryWhy(state.message)}</p>
      )}
      {state.type === 'stopped' && <p className="px-1 py-1 text-13 text-text-3">{strings.stopped}</p>}
      {state.type === 'interrupted' && (
        <p className="turn-interrupted px-1 py-1 text-13 text-warn">{strings.interrupted}</p>
      )}
      {state.type === 'failed' && (
        <div className="mt-2">
          <ErrorNote
            what={`${strings.failed}: ${state.error.message}`}
            safe={strings.failedSafe}
            action={<Button onClick={focusComposer}>{strings.goOn}</Button>}
          />
        </div>
      )}
      {!running && state.type !== 'sent' && turn.user && (
        <ChangedFiles
          server={server}
          session={session}
          message={turn.user.id}
          files={turn.user.diffs}
          directory={directory}
        />
      )}
      {!running && turn.assistants.length > 0 && (
        <TurnFoot
          server={server}
          session={session}
          directory={directory}
          turn={turn}
          parts={parts}
          span={span}
        />
      )}
    </article>
  )
})
