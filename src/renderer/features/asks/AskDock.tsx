import { ArrowUp } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { SessionRef } from '#contract/ids'
import { useCommand } from '../../app/commands.ts'
import { openSession } from '../../store/actions.ts'
import type { AskHere } from '../../store/state.ts'
import { store, useStore } from '../../store/store.ts'
import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { AskCard } from './AskCard.tsx'
import { summarize } from './asks.logic.ts'
import { askKeyOf, useOutOfView } from './drafts.ts'
import { focusNextAsk } from './focus.ts'
import { strings } from './strings.ts'
import { asksUnder } from './waiting.ts'

/** Goes to the waiting ask, in another session if this one has none. */
function goToAsk(): void {
  if (focusNextAsk()) return
  const [other] = Object.values(store.getState().asks).sort((a, b) => a.asked - b.asked)
  if (other) openSession(other)
}

/** Says each new ask once, at once; those that were there before are on the screen already. */
function Announcer({ asks }: { readonly asks: readonly AskHere[] }) {
  const said = useRef<ReadonlySet<string>>(new Set(asks.map((ask) => ask.id)))
  const [words, setWords] = useState('')
  useEffect(() => {
    const fresh = asks.filter((ask) => !said.current.has(ask.id))
    if (fresh.length === 0) return
    said.current = new Set(asks.map((ask) => ask.id))
    setWords(fresh.map((ask) => strings.announce(summarize(ask).title, summarize(ask).what)).join(' '))
  }, [asks])
  return (
    <div aria-live="assertive" className="sr-only">
      {words}
    </div>
  )
}

/** Above the composer: asks whose place in the timeline is out of view, one at a time, in order. */
export function AskDock({ server, session }: SessionRef) {
  const asks = useStore(useShallow((state) => asksUnder(state, { server, session })))
  const outOfView = useOutOfView()
  useCommand('next-ask', useCallback(goToAsk, []))
  const first = asks.find((ask) => outOfView.has(askKeyOf(ask)))
  const show = () => {
    const place = document.querySelector(`[data-ask-place="${CSS.escape(first?.id ?? '')}"]`)
    place?.scrollIntoView({ block: 'center' })
    place?.querySelector<HTMLElement>('[data-testid="ask"]')?.focus({ preventScroll: true })
  }
  return (
    <>
      <Announcer asks={asks} />
      {first && (
        <div data-ask-dock className="pb-2">
          <div className="mb-1 flex items-center gap-2 text-12 text-text-3">
            <span className="text-warn">{strings.dock}</span>
            {asks.length > 1 && <span>{strings.queue(asks.indexOf(first) + 1, asks.length)}</span>}
            <span className="flex-1" />
            <Button variant="quiet" size="small" onClick={show}>
              <Icon icon={ArrowUp} size={14} />
              {strings.show}
            </Button>
          </div>
          <AskCard key={askKeyOf(first)} ask={first} within={session} />
        </div>
      )}
    </>
  )
}
