import { useEffect, useMemo, useState } from 'react'
import type { ServerID } from '#contract/ids'
import { isRemote, type Server } from '#contract/model'
import type { TrustRequest } from '#contract/rpc'
import { desktop } from '../../app/desktop.ts'
import { openDialog } from '../../store/actions.ts'
import { useStore } from '../../store/store.ts'
import { inOrder } from '../connection/connection.logic.ts'
import { FolderBrowser } from './FolderBrowser.tsx'
import { openFolder } from './open-folder.ts'
import { TrustDialog } from './TrustDialog.tsx'

type Step =
  /** The system's own dialog is open; ours waits. */
  | { readonly type: 'system' }
  | { readonly type: 'browse' }
  | { readonly type: 'trust'; readonly server: ServerID | null; readonly request: TrustRequest }

/** An opening that takes longer than this shows that it is under way; a shorter one shows nothing. */
const PATIENCE_MS = 400

/** The system's dialog where there is one and the folder is on this computer, else the list in the app. */
export function OpenFolderDialog() {
  const open = useStore((state) => state.ui.dialog === 'open-folder')
  const allServers = useStore((state) => state.servers)
  const here = useStore(
    ({ ui: { route, folderAt } }) =>
      folderAt?.server ?? (route.type === 'session' || route.type === 'new' ? route.server : null),
  )
  const chosenFolder = useStore(({ ui }) => ui.folderAt?.directory ?? null)
  const servers = useMemo(() => choices(Object.values(allServers)), [allServers])
  const [chosen, setChosen] = useState<ServerID | null>(null)
  const server = servers.find((each) => each.id === (chosen ?? here)) ?? servers[0] ?? null
  const [step, setStep] = useState<Step>({ type: 'browse' })
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  const attempt = async (directory: string, trusted: boolean) => {
    setBusy(true)
    setError(null)
    const result = await openFolder(server?.id ?? null, directory, trusted)
    setBusy(false)
    if (result.type === 'opened') return
    if (result.type === 'needs-trust') {
      setStep({ type: 'trust', server: server?.id ?? null, request: result })
      return
    }
    setError(result.message)
    if (!trusted) setStep({ type: 'browse' })
  }

  const askSystem = async () => {
    setStep({ type: 'system' })
    const picked = await desktop.pickFolder()
    if (!picked.ok) setStep({ type: 'browse' })
    else if (picked.value === null) openDialog(null)
    else {
      const showBusy = setTimeout(() => setStep({ type: 'browse' }), PATIENCE_MS)
      await attempt(picked.value, false)
      clearTimeout(showBusy)
    }
  }

  const onlyHere = !servers.some((each) => isRemote(each.kind))
  useEffect(() => {
    if (!open) return
    setChosen(null)
    setError(null)
    setStep({ type: 'browse' })
    if (chosenFolder !== null) void attempt(chosenFolder, false)
    else if (desktop.host === 'desktop' && onlyHere) void askSystem()
    // Asked once per opening: a server that appears meanwhile must not open a second system dialog.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [open])

  if (step.type === 'trust')
    return (
      <TrustDialog
        open={open}
        request={step.request}
        busy={busy}
        error={error}
        onAllow={() => void attempt(step.request.directory, true)}
        onCancel={() => openDialog(null)}
      />
    )
  return (
    <FolderBrowser
      open={open && step.type === 'browse'}
      servers={servers}
      server={server}
      onServer={setChosen}
      busy={busy}
      error={error}
      onOpen={(directory) => void attempt(directory, false)}
      onSystem={
        desktop.host === 'desktop' && !(server && isRemote(server.kind)) ? () => void askSystem() : null
      }
      onClose={() => openDialog(null)}
    />
  )
}

/** The demo has its own folder and opens no other. */
const choices = (servers: readonly Server[]): readonly Server[] =>
  servers.filter((server) => server.kind !== 'demo').sort(inOrder)
