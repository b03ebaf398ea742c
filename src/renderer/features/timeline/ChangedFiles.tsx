import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import type { MessageID, SessionRef } from '#contract/ids'
import type { FileDiff } from '#contract/model'
import { rpc } from '../../rpc/rpc.ts'
import { cx } from '../../ui/cx.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Changes } from '../tools/Changes.tsx'
import { DiffView } from '../tools/DiffView.tsx'
import { relativePath } from '../tools/tools.logic.ts'
import { parseUnifiedDiff } from '../tools/unified-diff.ts'
import { rowKey, useKept } from './kept.ts'
import { strings } from './strings.ts'
import { sumChanges } from './timeline.logic.ts'

interface RowProps extends SessionRef {
  readonly message: MessageID
  readonly file: FileDiff
  readonly directory: string
}

function FileRow({ server, session, message, file, directory }: RowProps) {
  const [open, setOpen] = useKept(rowKey(`${message} ${file.file}`), false)
  const [fetched, setFetched] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const patch = file.patch ?? fetched
  const toggle = async () => {
    setOpen(!open)
    if (open || patch !== null) return
    const answer = await rpc.sessionDiff({ server, session, message })
    if (!answer.ok) setProblem(answer.error.message)
    else setFetched(answer.value.find((other) => other.file === file.file)?.patch ?? '')
  }
  const diffs = patch === null ? [] : parseUnifiedDiff(patch)
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => void toggle()}
        className="flex min-h-7 w-full min-w-0 items-center gap-2 rounded px-1 text-left text-13 hover:bg-surface-1"
      >
        <Icon
          icon={ChevronRight}
          size={14}
          className={cx('shrink-0 text-text-3 transition-transform', open && 'rotate-90')}
        />
        <span className="min-w-0 truncate font-mono text-12 text-text-1">
          {relativePath(file.file, directory)}
        </span>
        <Changes additions={file.additions} deletions={file.deletions} />
        {file.status !== 'modified' && <span className="text-12 text-text-3">{strings[file.status]}</span>}
      </button>
      {open && (
        <div className="mt-1 mb-2 pl-6">
          {diffs.map((diff) => (
            <DiffView key={diff.path} file={diff} />
          ))}
          {diffs.length === 0 && (
            <p className="text-12 text-text-3">
              {problem ?? (patch === null ? strings.diffLoading : strings.diffNone)}
            </p>
          )}
        </div>
      )}
    </li>
  )
}

export interface ChangedFilesProps extends SessionRef {
  readonly message: MessageID
  readonly files: readonly FileDiff[]
  readonly directory: string
}

/** The files that the turn changed; each opens its diff. */
export function ChangedFiles({ files, ...rest }: ChangedFilesProps) {
  if (files.length === 0) return null
  return (
    <div className="mt-3 rounded border border-line p-1">
      <div className="flex items-center gap-2 px-2 py-1 text-12 text-text-2">
        {strings.changedFiles(files.length)}
        <Changes {...sumChanges(files)} />
      </div>
      <ul>
        {files.map((file) => (
          <FileRow key={file.file} file={file} {...rest} />
        ))}
      </ul>
    </div>
  )
}
