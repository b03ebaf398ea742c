import { useCallback, useEffect, useState } from 'react'
import { attachedBytes, readAttachment } from './attachments.ts'
import type { DraftState } from './draft.ts'

export interface Attach {
  readonly attach: (files: readonly File[]) => Promise<void>
  /** Files are being dragged over the window. */
  readonly isDropping: boolean
}

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true

/** Takes files in one after the other; dropped anywhere in the window, as there is one composer in it. */
export function useAttach(
  draft: DraftState,
  onRefused: (message: string) => void,
  onAttached: () => void,
): Attach {
  const [isDropping, setDropping] = useState(false)
  const attach = useCallback(
    async (files: readonly File[]) => {
      for (const file of files) {
        const read = await readAttachment(file, attachedBytes(draft.content().chips))
        if (!read.ok) onRefused(read.error.message)
        else {
          const chip = { id: crypto.randomUUID(), part: read.value }
          draft.update((now) => ({ ...now, chips: [...now.chips, chip] }))
        }
      }
      onAttached()
    },
    [draft, onRefused, onAttached],
  )
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      setDropping(true)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setDropping(false)
    }
    const drop = (event: DragEvent) => {
      setDropping(false)
      if (!holdsFiles(event)) return
      event.preventDefault()
      void attach([...(event.dataTransfer?.files ?? [])])
    }
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', over)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [attach])
  return { attach, isDropping }
}
