import type { ReactNode } from 'react'
import { Unplug } from 'lucide-react'
import { useStore } from '../store/store.ts'
import { strings } from '../strings/en.ts'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'

/** Between this window and the worker: nothing while all is well. */
export function Banner() {
  const link = useStore((state) => state.link)
  switch (link) {
    case 'connected':
      return null
    case 'lost':
      return <Line>{strings.linkLost}</Line>
    case 'other-version':
      return (
        <Line>
          {strings.contractMismatch}
          <Button size="small" onClick={() => location.reload()}>
            {strings.reload}
          </Button>
        </Line>
      )
    case 'signed-out':
      return (
        <Line>
          <span>
            <strong>{strings.signedOutTitle}.</strong> {strings.signedOutText}
          </span>
          <Button size="small" onClick={() => location.reload()}>
            {strings.reload}
          </Button>
        </Line>
      )
  }
}

const Line = ({ children }: { readonly children: ReactNode }) => (
  <div
    role="status"
    className="mx-2 mb-2 flex items-center gap-3 rounded border border-warn/40 bg-warn/10 px-3 py-2"
  >
    <Icon icon={Unplug} className="shrink-0 text-warn" />
    {children}
  </div>
)
