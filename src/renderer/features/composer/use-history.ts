import { useCallback, useEffect, useRef } from 'react'
import type { ServerID } from '#contract/ids'
import { rpc } from '../../rpc/rpc.ts'
import { useStore } from '../../store/store.ts'
import { newerPrompt, olderPrompt, type Browsing } from './composer.logic.ts'

export interface PromptHistory {
  /** The text to show instead, or null for an ordinary arrow key. */
  readonly step: (direction: 'older' | 'newer', text: string, caret: number) => string | null
  /** What was just sent is the newest entry. */
  readonly add: (text: string) => void
}

/** Looking back through the prompts of a folder with ↑ and ↓. */
export function useHistory(server: ServerID, directory: string): PromptHistory {
  const entries = useRef<readonly string[]>([])
  const browsing = useRef<Browsing | null>(null)
  const isLinked = useStore((state) => state.link === 'connected')
  useEffect(() => {
    if (!isLinked) return
    let isLatest = true
    void rpc.promptHistory({ server, directory }).then((answer) => {
      if (isLatest && answer.ok) entries.current = answer.value
    })
    return () => {
      isLatest = false
    }
  }, [server, directory, isLinked])
  const step = useCallback<PromptHistory['step']>((direction, text, caret) => {
    const next = (direction === 'older' ? olderPrompt : newerPrompt)(
      entries.current,
      browsing.current,
      text,
      caret,
    )
    if (next === null) return null
    browsing.current = next.browsing
    return next.text
  }, [])
  const add = useCallback((text: string) => {
    browsing.current = null
    if (text !== '') entries.current = [text, ...entries.current.filter((entry) => entry !== text)]
  }, [])
  return { step, add }
}
