import { useEffect } from 'react'
import type { SessionRef } from '#contract/ids'
import { useStore } from '../../store/store.ts'

/** A person who sends from here wants to see it: the view goes to the end, wherever it was. */
export function useJumpOnSend({ server, session }: SessionRef, jump: () => void): void {
  const sending = useStore((state) =>
    Object.values(state.outbox).some(
      (item) => item.server === server && item.session === session && item.state.type === 'sending',
    ),
  )
  useEffect(() => {
    const composing = document.activeElement?.matches('textarea[data-testid="composer"]') ?? false
    if (sending && composing) jump()
  }, [sending, jump])
}
