import { useMemo, useState } from 'react'
import type { FileDiff } from '#contract/model'
import { Disclosure } from '../../ui/Disclosure.tsx'
import { Changes } from '../tools/Changes.tsx'
import { DiffView } from '../tools/DiffView.tsx'
import { parseUnifiedDiff } from '../tools/unified-diff.ts'
import { splitName } from './panel.logic.ts'
import { strings } from './strings.ts'

export function ChangedFile({ file }: { readonly file: FileDiff }) {
  const [open, setOpen] = useState(false)
  const { folder, name } = splitName(file.file)
  return (
    <li>
      <Disclosure
        open={open}
        onToggle={setOpen}
        summary={
          <span className="flex h-7 min-w-0 flex-1 items-center gap-2 text-13" title={file.file}>
            <span className="flex min-w-0 flex-1">
              <span className="min-w-0 truncate text-text-3">{folder}</span>
              <span className="max-w-full shrink-0 truncate text-text-1">{name}</span>
            </span>
            {strings.status[file.status] !== '' && (
              <span className="shrink-0 text-11 text-text-3">{strings.status[file.status]}</span>
            )}
            <Changes additions={file.additions} deletions={file.deletions} />
          </span>
        }
      >
        <Patch file={file} />
      </Disclosure>
    </li>
  )
}

function Patch({ file }: { readonly file: FileDiff }) {
  const parsed = useMemo(() => (file.patch === null ? [] : parseUnifiedDiff(file.patch)), [file.patch])
  if (parsed.length === 0)
    return (
      <p className="px-5 py-1 text-12 text-text-2">
        {file.patch === null ? strings.noPatch : strings.noLines}
      </p>
    )
  return (
    <div className="my-1 overflow-hidden rounded border border-line">
      {parsed.map((each, index) => (
        <DiffView key={index} file={each} />
      ))}
    </div>
  )
}
