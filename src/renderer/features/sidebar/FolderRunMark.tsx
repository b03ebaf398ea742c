import { CircleOff, TriangleAlert, Unplug } from 'lucide-react'
import type { FolderRun } from '#contract/model'
import { Icon } from '../../ui/Icon.tsx'
import { Spinner } from '../../ui/Spinner.tsx'
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx'
import { strings } from './strings.ts'

/** Seen also while the folder is folded. */
export function FolderRunMark({ run }: { readonly run: FolderRun }) {
  switch (run.state) {
    case 'live':
    case 'unknown':
      return null
    case 'starting':
      return <Spinner label={strings.folderMark.starting} />
    case 'stalled':
    case 'error':
    case 'stopped':
      return (
        <>
          <Icon icon={icons[run.state]} size={14} className={colours[run.state]} />
          <VisuallyHidden>{strings.folderMark[run.state]}</VisuallyHidden>
        </>
      )
  }
}

const icons = { stalled: Unplug, error: TriangleAlert, stopped: CircleOff } as const
const colours = {
  stalled: 'shrink-0 text-warn',
  error: 'shrink-0 text-danger',
  stopped: 'shrink-0 text-text-3',
} as const
