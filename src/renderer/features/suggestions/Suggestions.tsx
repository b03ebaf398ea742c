import { useEffect, useState } from 'react'
import { outboxID, type ServerID } from '#contract/ids'
import type { Suggestion } from '#contract/rpc'
import { rpc } from '../../rpc/rpc.ts'
import { notify } from '../../store/actions.ts'
import { useStore } from '../../store/store.ts'
import { Button } from '../../ui/Button.tsx'
import { startSession, useIsBeginning } from '../composer/start-session.ts'
import { strings } from './strings.ts'

interface SuggestionsProps {
  readonly server: ServerID
  readonly directory: string
}

async function sendSuggestion({ server, directory }: SuggestionsProps, prompt: string): Promise<void> {
  const args = {
    id: outboxID(crypto.randomUUID()),
    server,
    directory,
    content: { type: 'prompt', parts: [{ type: 'text', text: prompt }] },
    agent: null,
    model: null,
  } as const
  const sent = await startSession(args)
  if (!sent.ok) notify('danger', strings.failed(sent.error.message))
}

/** Prompts that the demo's model knows; nothing on any other server. */
export function Suggestions({ server, directory }: SuggestionsProps) {
  const isDemo = useStore((state) => state.servers[server]?.kind === 'demo')
  const [suggestions, setSuggestions] = useState<readonly Suggestion[]>([])
  const isBeginning = useIsBeginning({ server, directory })
  useEffect(() => {
    if (!isDemo) return
    let isCurrent = true
    void rpc.suggestions({ server }).then((answer) => {
      if (isCurrent && answer.ok) setSuggestions(answer.value)
    })
    return () => {
      isCurrent = false
    }
  }, [server, isDemo])
  if (!isDemo || suggestions.length === 0) return null
  return (
    <ul aria-label={strings.label} className="flex max-w-[640px] flex-wrap justify-center gap-2">
      {suggestions.map(({ id, title, prompt }, index) => (
        <li key={id}>
          <Button
            variant={index === 0 ? 'primary' : 'plain'}
            title={prompt}
            disabled={isBeginning}
            onClick={() => void sendSuggestion({ server, directory }, prompt)}
          >
            {title}
          </Button>
        </li>
      ))}
    </ul>
  )
}
