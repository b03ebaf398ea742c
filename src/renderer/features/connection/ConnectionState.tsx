import { useMemo } from 'react'
import type { FolderRun, Server } from '#contract/model'
import { projectHere } from '../../app/place.ts'
import { togglePanel } from '../../store/actions.ts'
import type { Link } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'
import { Tooltip } from '../../ui/Tooltip.tsx'
import { useNow } from '../sidebar/use-now.ts'
import { connectionWords, hasCountdown, runWords, sentenceOf, shownServer } from './connection.logic.ts'
import { ConnectionDot } from './ConnectionDot.tsx'
import { strings } from './strings.ts'

/** Often enough for a countdown in seconds not to skip one. */
const COUNTDOWN_TICK_MS = 250

const reasonHere = (link: Link, server: Server | null): string | null => {
  if (link === 'stopped') return strings.linkStoppedLong
  return link === 'connected' ? server && sentenceOf(server.connection) : strings.linkLostLong
}

const runReason = (run: FolderRun | null): string | null => {
  if (run?.state === 'unknown') return strings.runUnknownLong
  return run && 'reason' in run ? run.reason : null
}

/** The state of the connection behind what this window shows. */
export function ConnectionState() {
  const servers = useStore((state) => state.servers)
  const link = useStore((state) => state.link)
  const active = useStore(({ ui: { route } }) =>
    route.type === 'session' || route.type === 'new' ? route.server : null,
  )
  const server = useMemo(() => shownServer(Object.values(servers), active), [servers, active])
  const folder = useStore((state) => projectHere(state)?.run ?? null)
  const counting = server !== null && link === 'connected' && hasCountdown(server.connection)
  const now = useNow(counting ? COUNTDOWN_TICK_MS : null)
  if (server === null && link === 'connected') return null

  const serverWords = connectionWords(
    server?.connection ?? { state: 'stopped', since: 0, reason: '' },
    link,
    now,
  )
  const words = runWords(folder, serverWords)
  const all = words.detail === null ? words.short : `${words.short} · ${words.detail}`
  const reason = (words === serverWords ? null : runReason(folder)) ?? reasonHere(link, server)
  return (
    <Tooltip text={reason ?? server?.name ?? strings.title}>
      <button
        type="button"
        data-testid="connection-state"
        data-state={words.state}
        aria-label={strings.stateLabel(server?.name ?? strings.noServer, all)}
        onClick={() => togglePanel('connection')}
        className="no-drag flex h-7 min-w-0 items-center gap-1.5 rounded px-2 text-12 text-text-2 tabular-nums hover:bg-surface-2 hover:text-text-1"
      >
        <ConnectionDot state={words.state} isUnused={words.isUnused} />
        <span className="truncate">
          <span className={words.isUnused ? 'text-text-3' : undefined}>{words.short}</span>
          {words.detail !== null && <span className="text-text-3 max-sm:hidden"> · {words.detail}</span>}
        </span>
      </button>
    </Tooltip>
  )
}
