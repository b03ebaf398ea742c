import { sessionKey, type SessionRef } from '#contract/ids'
import { useStore } from '../../store/store.ts'
import { Button } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Spinner } from '../../ui/Spinner.tsx'
import { Changes } from '../tools/Changes.tsx'
import { ChangedFile } from './ChangedFile.tsx'
import { totals } from './panel.logic.ts'
import { strings } from './strings.ts'
import { useChanges } from './use-changes.ts'

/** Every file the session changed, each opening its diff. */
export function ChangesPanel({ session }: { readonly session: SessionRef }) {
  const live = useStore((state) => state.diffs[sessionKey(session)])
  const { files, error, loading, again } = useChanges(session, live)
  const sum = totals(files)
  return (
    <div className="flex min-h-full flex-col gap-2 p-4">
      {error !== null && (
        <ErrorNote
          what={`${strings.changesFailed} ${error}`}
          safe={files.length > 0 ? strings.changesKept : undefined}
          action={
            <Button size="small" onClick={again}>
              {strings.again}
            </Button>
          }
        />
      )}
      {files.length > 0 && (
        <div className="flex items-baseline justify-between text-12 text-text-3">
          <span className="tabular-nums">{strings.files(sum.files)}</span>
          <Changes additions={sum.additions} deletions={sum.deletions} />
        </div>
      )}
      <ul className="flex flex-col gap-1">
        {files.map((file) => (
          <ChangedFile key={file.file} file={file} />
        ))}
      </ul>
      {files.length === 0 && loading && (
        <p className="flex items-center gap-2 text-13 text-text-2">
          <Spinner label={null} />
          {strings.loading}
        </p>
      )}
      {files.length === 0 && !loading && error === null && (
        <div className="flex-1">
          <Empty title={strings.noChanges} />
        </div>
      )}
    </div>
  )
}
