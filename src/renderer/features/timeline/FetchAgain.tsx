import { useState } from 'react'
import type { SessionRef } from '#contract/ids'
import { rpc } from '../../rpc/rpc.ts'
import { notify } from '../../store/actions.ts'
import { Button } from '../../ui/Button.tsx'
import { strings } from './strings.ts'

export function FetchAgain({ server, session }: SessionRef) {
  const [busy, setBusy] = useState(false)
  const fetchAgain = async () => {
    setBusy(true)
    const answer = await rpc.refreshSession({ server, session })
    setBusy(false)
    if (!answer.ok) notify('danger', answer.error.message)
  }
  return (
    <Button size="small" disabled={busy} onClick={() => void fetchAgain()}>
      {busy ? strings.fetching : strings.fetchAgain}
    </Button>
  )
}
