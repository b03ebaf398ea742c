import { Unplug } from 'lucide-react'
import type { ServerID } from '#contract/ids'
import type { Gap } from '#contract/model'
import { Icon } from '../../ui/Icon.tsx'
import { FetchAgain } from './FetchAgain.tsx'
import { strings } from './strings.ts'

/** Something may be missing here, until a fetch proves it whole; what the server lost no fetch brings. */
export function GapMark({ server, gap }: { readonly server: ServerID; readonly gap: Gap }) {
  return (
    <div
      data-testid="gap"
      data-reason={gap.reason}
      className="my-2 flex items-center gap-2 rounded border border-dashed border-warn/60 py-1 pr-1 pl-2 text-13 text-text-2"
    >
      <Icon icon={Unplug} className="shrink-0 text-warn" />
      <span className="min-w-0 flex-1">{strings.gap[gap.reason]}</span>
      {gap.reason !== 'server-lost' && <FetchAgain server={server} session={gap.session} />}
    </div>
  )
}
