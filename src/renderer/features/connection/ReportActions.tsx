import { useState } from 'react'
import type { ServerDiagnostics } from '#contract/diagnostics'
import type { FeedCounters } from '#contract/feed'
import type { ServerID } from '#contract/ids'
import type { Server } from '#contract/model'
import { desktop } from '../../app/desktop.ts'
import { rpc } from '../../rpc/rpc.ts'
import { useStore } from '../../store/store.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { writeReport } from './report.logic.ts'
import { saveText } from './save-text.ts'
import { strings } from './strings.ts'

export interface ReportActionsProps {
  readonly servers: readonly Server[]
  readonly diagnostics: ReadonlyMap<ServerID, ServerDiagnostics>
  readonly windows: FeedCounters | null
}

/** Long enough to be noticed. */
const COPIED_FOR_MS = 1500

export function ReportActions({ servers, diagnostics, windows }: ReportActionsProps) {
  const link = useStore((state) => state.link)
  const [copied, setCopied] = useState(false)
  const [error, setError] = useState<string | null>(null)

  const report = () => {
    const { version, host, platform } = desktop
    return writeReport({ version, host, platform, now: Date.now(), link, servers, diagnostics, windows })
  }
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(report())
    } catch {
      setError(strings.reportNotCopied)
      return
    }
    setError(null)
    setCopied(true)
    setTimeout(() => setCopied(false), COPIED_FOR_MS)
  }
  const save = async () => {
    const logs = await rpc.logs({})
    setError(logs.ok ? null : strings.saveFailed)
    if (!logs.ok) return
    const day = new Date().toISOString().slice(0, 10)
    saveText(`millrace-diagnostics-${day}.md`, `${report()}\n## Log\n\n\`\`\`\n${logs.value}\n\`\`\`\n`)
  }

  return (
    <section className="flex flex-col gap-2 border-t border-line pt-3">
      {error !== null && <ErrorNote what={error} />}
      <div className="flex flex-wrap gap-2">
        <Button size="small" onClick={() => void copy()}>
          <span aria-live="polite">{copied ? strings.reportCopied : strings.copyReport}</span>
        </Button>
        <Button size="small" disabled={link !== 'connected'} onClick={() => void save()}>
          {strings.saveDiagnostics}
        </Button>
      </div>
      <p className="text-12 text-text-3">{strings.reportHint}</p>
    </section>
  )
}
