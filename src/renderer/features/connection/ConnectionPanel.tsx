import { Plus } from 'lucide-react'
import { useMemo } from 'react'
import { openDialog } from '../../store/actions.ts'
import { useStore } from '../../store/store.ts'
import { Button } from '../../ui/Button.tsx'
import { Disclosure } from '../../ui/Disclosure.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { inOrder } from './connection.logic.ts'
import { FigureList } from './Figures.tsx'
import { windowFigures } from './figures.logic.ts'
import { ReportActions } from './ReportActions.tsx'
import { ServerCard } from './ServerCard.tsx'
import { strings } from './strings.ts'
import { useDiagnostics } from './use-diagnostics.ts'

/** Every server: how it is, what came through, and what can be done about it. */
export function ConnectionPanel() {
  const servers = useStore((state) => state.servers)
  const link = useStore((state) => state.link)
  const sorted = useMemo(() => Object.values(servers).sort(inOrder), [servers])
  const { byServer, windows, error } = useDiagnostics()
  return (
    <div className="flex flex-col gap-4 p-4">
      {link === 'lost' && <ErrorNote what={strings.linkLostLong} />}
      {link === 'connected' && error !== null && <ErrorNote what={strings.diagnosticsFailed} safe={error} />}
      {sorted.map((server) => (
        <ServerCard key={server.id} server={server} diagnostics={byServer.get(server.id) ?? null} />
      ))}
      {sorted.length === 0 && <p className="text-13 text-text-2">{strings.empty}</p>}
      <div>
        <Button variant="quiet" onClick={() => openDialog('connect-server')}>
          <Icon icon={Plus} />
          {strings.addServer}
        </Button>
      </div>
      {windows !== null && (
        <Disclosure summary={<span className="text-12">{strings.groups.windows}</span>}>
          <div className="mt-2">
            <FigureList figures={windowFigures(windows)} />
          </div>
        </Disclosure>
      )}
      <ReportActions servers={sorted} diagnostics={byServer} windows={windows} />
    </div>
  )
}
