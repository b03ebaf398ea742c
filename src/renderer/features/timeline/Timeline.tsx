import { ArrowDown } from 'lucide-react'
import { useRef } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { sessionKey, type SessionRef } from '#contract/ids'
import type { Gap } from '#contract/model'
import { turnsOf, type Turn } from '../../store/selectors.ts'
import type { AskHere } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'
import { Button } from '../../ui/Button.tsx'
import { cx } from '../../ui/cx.ts'
import { Icon } from '../../ui/Icon.tsx'
import { asksUnder } from '../asks/waiting.ts'
import { FindBar } from '../find/FindBar.tsx'
import { Announcer } from './Announcer.tsx'
import { useArrived } from './arrived.ts'
import { copyTurns } from './copy-turns.ts'
import { useFollow } from './follow.ts'
import { KeepPlace } from './KeepPlace.tsx'
import { useJumpOnSend } from './jump-on-send.ts'
import { useOlder } from './older.ts'
import { strings } from './strings.ts'
import { gapTurn } from './timeline.logic.ts'
import { Bare, Blank, OlderMark, Stale } from './TimelineStates.tsx'
import { estimateTurn } from './turn-estimate.ts'
import { stepTurn } from './turn-steps.ts'
import { useTurnWindow } from './use-turn-window.ts'
import { TurnView } from './TurnView.tsx'
import { useTurnCommands } from './use-turn-commands.ts'
import './timeline.css'

const none: readonly never[] = []

/** Where each ask stands: the turn of the call that asks, else the last one. */
function asksByTurn(asks: readonly AskHere[], turns: readonly Turn[]): ReadonlyMap<Turn, readonly AskHere[]> {
  const byTurn = new Map<Turn, AskHere[]>()
  for (const ask of asks) {
    const own = turns.find((turn) => turn.assistants.some((message) => message.id === ask.tool?.message))
    const turn = own ?? turns.at(-1)
    if (turn) byTurn.set(turn, [...(byTurn.get(turn) ?? []), ask])
  }
  return byTurn
}

function gapsByTurn(
  gaps: readonly Gap[],
  turns: readonly Turn[],
  turnOfPart: (gap: Gap) => Turn | undefined,
): ReadonlyMap<Turn, readonly Gap[]> {
  const byTurn = new Map<Turn, Gap[]>()
  for (const gap of gaps) {
    const turn = (gap.part === null ? undefined : turnOfPart(gap)) ?? gapTurn(gap, turns)
    if (turn) byTurn.set(turn, [...(byTurn.get(turn) ?? []), gap])
  }
  return byTurn
}

export function Timeline({ server, session }: SessionRef) {
  const ref = { server, session }
  const key = sessionKey(ref)
  const scroller = useRef<HTMLDivElement>(null)
  const column = useRef<HTMLDivElement>(null)
  const turns = useStore((state) => turnsOf(state, key))
  const view = useStore((state) => state.views[key])
  const asks = useStore(useShallow((state) => asksUnder(state, ref)))
  const gaps = useStore((state) => state.gaps[key]) ?? none
  const messageOfGap = useStore(
    useShallow((state) =>
      gaps.map((gap) => gap.part && state.part[`${server}/${gap.part}` as typeof key]?.message),
    ),
  )
  const { following, onScroll, jump, stay, leave, onFocus } = useFollow(scroller, column)
  const older = useOlder(ref, scroller)
  const arrived = useArrived(ref, following)
  useJumpOnSend(ref, jump)

  const turnOfPart = (gap: Gap) => {
    const message = messageOfGap[gaps.indexOf(gap)]
    return turns.find((turn) => turn.assistants.some((answer) => answer.id === message))
  }
  const asksAt = asksByTurn(asks, turns)
  const gapsAt = gapsByTurn(gaps, turns, turnOfPart)
  const {
    list,
    measure,
    reveal: drawTurn,
  } = useTurnWindow({
    session: key,
    turns,
    scroller,
    // An ask can be answered from above the composer only while its place is there.
    pinned: [...asksAt.keys()],
    estimate: (turn) => estimateTurn(ref, turn),
    stay,
  })
  const reveal = (turn: string) => {
    leave()
    drawTurn(turn)
  }
  const step = (by: 1 | -1) => {
    const ids = turns.map((turn) => turn.id)
    if (scroller.current) stepTurn(scroller.current, by, ids, reveal)
  }
  useTurnCommands(step)
  const toLatest = () => {
    const last = turns.at(-1)
    if (last) reveal(last.id)
    jump()
  }
  const stale = view?.from === 'cache' && view.error === null
  return (
    <div className="relative flex h-full flex-col">
      <FindBar server={server} session={session} scroller={scroller} reveal={reveal} drawn={list} />
      <div
        ref={scroller}
        data-testid="timeline"
        role="region"
        aria-label={strings.timeline}
        aria-busy={view === undefined || view.from !== 'server'}
        tabIndex={0}
        onFocus={onFocus}
        onScroll={() => {
          onScroll()
          older.near()
        }}
        className="timeline-scroller min-h-0 flex-1 overflow-x-hidden overflow-y-auto focus-visible:outline-offset-[-2px]"
      >
        <div
          ref={column}
          onCopy={(event) => copyTurns(event, server, turns)}
          className={cx('column timeline-column transition-opacity', stale && 'opacity-80')}
        >
          <KeepPlace scroller={scroller}>
            <OlderMark older={older} />
            {turns.length > 0 && (
              <div role="feed" aria-label={strings.turns} className="timeline-turns">
                {list.map((segment) => {
                  if (segment.type === 'blank')
                    return <Blank key={`before ${turns[segment.before]?.id}`} height={segment.height} />
                  const turn = turns[segment.index]
                  if (!turn) return null
                  return (
                    <TurnView
                      key={turn.id}
                      ref={measure}
                      server={server}
                      session={session}
                      turn={turn}
                      index={segment.index}
                      all={view?.older ? null : turns.length}
                      last={segment.index === turns.length - 1}
                      asks={asksAt.get(turn) ?? none}
                      gaps={gapsAt.get(turn) ?? none}
                    />
                  )
                })}
              </div>
            )}
          </KeepPlace>
          {turns.length === 0 && <Bare server={server} session={session} view={view} asks={asks} />}
          {turns.length > 0 && <Stale server={server} session={session} view={view} />}
        </div>
      </div>
      <Announcer server={server} session={session} />
      {!following && turns.length > 0 && (
        <div className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center">
          <Button size="normal" className="pointer-events-auto shadow-float" onClick={toLatest}>
            {strings.jump}
            <Icon icon={ArrowDown} size={14} />
            {arrived > 0 && <span className="text-accent">{strings.jumpNew(arrived)}</span>}
          </Button>
        </div>
      )}
    </div>
  )
}
