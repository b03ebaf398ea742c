import { Unplug } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import { useStore } from '../store/store.ts'
import { strings } from '../strings/en.ts'
import { Button } from '../ui/Button.tsx'
import { cx } from '../ui/cx.ts'
import { Icon } from '../ui/Icon.tsx'
import { desktop } from './desktop.ts'

/** A worker is usually back within this; a flash of alarm would help nobody. */
const LOST_AFTER_MS = 1000

/** Between this window and the worker: nothing while all is well. What passes by itself lies over the content and moves nothing. */
export function Banner() {
  const link = useStore((state) => state.link)
  switch (link) {
    case 'connected':
      return null
    case 'lost':
      return <Lost />
    case 'stopped':
      return <Stopped />
    case 'other-version':
      return (
        <Line>
          {strings.contractMismatch}
          <Reload />
        </Line>
      )
    case 'signed-out':
      return (
        <Line>
          <span>
            <strong>{strings.signedOutTitle}.</strong> {strings.signedOutText}
          </span>
          <Reload />
        </Line>
      )
  }
}

function Lost() {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), LOST_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  return late ? <Line>{strings.linkLost}</Line> : null
}

/** Pressed once, it waits: a worker that can't start is said again by the host. */
function Stopped() {
  const [asked, setAsked] = useState(false)
  return (
    <Line isLasting>
      <span>
        <strong>{strings.workerStoppedTitle}.</strong> {strings.workerStoppedText}
      </span>
      <Button
        size="small"
        disabled={asked}
        onClick={() => {
          setAsked(true)
          desktop.restartWorker()
        }}
      >
        {strings.startAgain}
      </Button>
    </Line>
  )
}

const Reload = () => (
  <Button size="small" onClick={() => location.reload()}>
    {strings.reload}
  </Button>
)

interface LineProps {
  /** Until a person does something: it has a place of its own and covers nothing that they may need. */
  readonly isLasting?: boolean
  readonly children: ReactNode
}

const Line = ({ isLasting = false, children }: LineProps) => (
  <div
    role="status"
    className={cx(
      'mx-auto flex w-fit max-w-160 items-center gap-3 rounded bg-surface-1 px-3 py-2',
      isLasting ? 'mb-2 shrink-0' : 'absolute inset-x-4 top-12 z-30 shadow-float',
    )}
  >
    <Icon icon={Unplug} className="shrink-0 text-warn" />
    {children}
  </div>
)
