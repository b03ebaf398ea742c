import { useState } from 'react'
import type { FolderRun, Project } from '#contract/model'
import { openFolder } from '../folders/open-folder.ts'
import { Button } from '../../ui/Button.tsx'
import { strings } from './strings.ts'

/** How a folder's own process on its server is, where that is not simply live. */
export function FolderRunNote({ project, run }: { readonly project: Project; readonly run: FolderRun }) {
  const [failed, setFailed] = useState<string | null>(null)
  if (run.state === 'live' || run.state === 'unknown') return null
  const start = async () => {
    const result = await openFolder(project.server, project.directory, true)
    setFailed(result.type === 'failed' ? result.message : null)
  }
  const canStart = run.state === 'stopped' || run.state === 'error'
  const tail = run.state === 'error' ? run.tail.join('\n') : ''
  return (
    <div
      role="status"
      data-testid="folder-run"
      data-state={run.state}
      className="flex flex-col items-start gap-1 px-8 pb-1 text-12 text-text-2"
    >
      <p className="wrap-anywhere">{'reason' in run ? run.reason : strings.folderRun[run.state]}</p>
      {tail !== '' && (
        <pre className="max-h-24 w-full overflow-auto rounded bg-surface-2 p-2 font-mono text-11 wrap-anywhere whitespace-pre-wrap text-text-2">
          {tail}
        </pre>
      )}
      {failed !== null && <p className="text-danger">{failed}</p>}
      {canStart && (
        <Button size="small" onClick={() => void start()}>
          {strings.startFolder}
        </Button>
      )}
    </div>
  )
}
