import { useState, type ReactNode } from 'react'
import { isRemote, type Server } from '#contract/model'
import type { Result } from '#contract/result'
import type { ServerDiagnostics } from '#contract/diagnostics'
import { rpc } from '../../rpc/rpc.ts'
import { useStore } from '../../store/store.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { useNow } from '../sidebar/use-now.ts'
import { connectionWords, hasCountdown, reasonOf } from './connection.logic.ts'
import { ConnectionDot } from './ConnectionDot.tsx'
import { ActivityPlot } from './ActivityPlot.tsx'
import { AllFigures, FigureList } from './Figures.tsx'
import { mainFigures } from './figures.logic.ts'
import { RemoveServer } from './RemoveServer.tsx'
import { SignInForm } from './SignInForm.tsx'
import { strings } from './strings.ts'

export interface ServerCardProps {
  readonly server: Server
  readonly diagnostics: ServerDiagnostics | null
}

const COUNTDOWN_TICK_MS = 250
/** As often as the counters are read. */
const TICK_MS = 1_000

export function ServerCard({ server, diagnostics }: ServerCardProps) {
  const link = useStore((state) => state.link)
  const now = useNow(hasCountdown(server.connection) ? COUNTDOWN_TICK_MS : TICK_MS)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const words = connectionWords(server.connection, link, now)
  const reason = reasonOf(server.connection)
  const means = link === 'connected' && !words.isUnused ? strings.means[server.connection.state] : null
  const isOwn = !isRemote(server.kind)
  const isDown = server.connection.state === 'stopped'
  const figures = [
    { name: strings.address, value: server.url ?? strings.noAddress },
    { name: strings.version, value: server.version ?? strings.unknownVersion },
    ...(diagnostics === null || words.isUnused
      ? []
      : [
          {
            name: strings.since,
            value: strings.sinceTime(diagnostics.since, Math.max(0, now - diagnostics.since)),
          },
        ]),
    ...(diagnostics === null || words.isUnused ? [] : mainFigures(diagnostics)),
  ]

  const ask = async (call: () => Promise<Result<null>>) => {
    setBusy(true)
    const answer = await call()
    setBusy(false)
    setError(answer.ok ? null : answer.error.message)
  }

  return (
    <div role="group" aria-label={server.name} className="rounded border border-line bg-surface-0 p-3">
      <div className="flex items-center gap-2">
        <h3 className="min-w-0 flex-1 truncate text-13">{server.name}</h3>
        <span className="flex items-center gap-1.5 text-12 text-text-2 tabular-nums">
          <ConnectionDot state={words.state} isUnused={words.isUnused} />
          {words.short}
        </span>
      </div>
      <p className="text-12 text-text-3 tabular-nums">
        {strings.kinds[server.kind]}
        {words.detail !== null && ` · ${words.detail}`}
      </p>
      {reason !== null && reason !== '' && <p className="mt-2 text-13 wrap-anywhere text-text-2">{reason}</p>}
      {means !== null && <p className="mt-1 text-13 text-text-2">{means}</p>}
      {server.connection.state === 'unauthorized' && <SignInForm server={server.id} kind={server.kind} />}
      <div className="mt-3">
        <FigureList figures={figures} />
      </div>
      {diagnostics !== null && diagnostics.lastByteAgeMs !== null && (
        <ActivityPlot history={diagnostics.history} />
      )}
      {diagnostics !== null && !words.isUnused && <AllFigures diagnostics={diagnostics} now={now} />}
      {error !== null && (
        <div className="mt-3">
          <ErrorNote what={error} />
        </div>
      )}
      <Actions>
        <Button
          size="small"
          disabled={busy || link !== 'connected'}
          onClick={() => void ask(() => rpc.retryServer({ server: server.id }))}
        >
          {retryWords(server, words.isUnused)}
        </Button>
        {isOwn && !isDown && (
          <Button
            size="small"
            variant="quiet"
            disabled={busy || link !== 'connected'}
            onClick={() => void ask(() => rpc.stopServer({ server: server.id }))}
          >
            {strings.stop}
          </Button>
        )}
        {!isOwn && (
          <RemoveServer
            name={server.name}
            disabled={busy || link !== 'connected'}
            onRemove={() => void ask(() => rpc.removeServer({ server: server.id }))}
          />
        )}
      </Actions>
    </div>
  )
}

const retryWords = ({ kind, connection: { state } }: Server, isUnused: boolean): string => {
  if (state === 'stopped' && !isRemote(kind)) return isUnused ? strings.start : strings.startAgain
  return state === 'live' ? strings.reconnect : strings.tryNow
}

const Actions = ({ children }: { readonly children: ReactNode }) => (
  <div className="mt-3 flex flex-wrap gap-2">{children}</div>
)
