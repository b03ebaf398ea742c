import { ArrowRight } from 'lucide-react'
import { refKey, sessionID, type ServerID } from '#contract/ids'
import type { ToolPart } from '#contract/model'
import { useText } from '../../preview/use-text.ts'
import { openSession } from '../../store/actions.ts'
import { sessionState } from '../../store/selectors.ts'
import { useStore } from '../../store/store.ts'
import { Button } from '../../ui/Button.tsx'
import { cx } from '../../ui/cx.ts'
import { Disclosure } from '../../ui/Disclosure.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Markdown } from '../markdown/Markdown.tsx'
import type { BodyProps } from './bodies.tsx'
import { taskResult } from './found.ts'
import { text } from './json.ts'
import { strings } from './strings.ts'
import { metadataOf } from './tools.logic.ts'

export const childOf = (part: ToolPart): string | null => text(metadataOf(part.state), 'sessionId')

/** What the subagent's session is doing just now; nothing once the call has ended. */
export function ChildState({ server, child }: { readonly server: ServerID; readonly child: string }) {
  const state = useStore((all) => sessionState(all, refKey(server, child)))
  return (
    <span className={cx('shrink-0 text-12', state === 'needs-you' ? 'text-warn' : 'text-text-3')}>
      {strings.childState[state]}
    </span>
  )
}

export function TaskBody({ server, part }: BodyProps) {
  const output = useText(server, part.id, 'output')
  const child = childOf(part)
  const prompt = text(part.state.input, 'prompt')
  return (
    <div className="rounded border border-line px-3 py-2">
      {prompt !== null && (
        <Disclosure summary={<span className="text-12">{strings.prompt}</span>}>
          <p className="pt-1 pb-2 text-13 whitespace-pre-wrap wrap-anywhere text-text-2">{prompt}</p>
        </Disclosure>
      )}
      {output !== '' && (
        <div className="markdown-quiet pt-1">
          <Markdown text={taskResult(output)} growing={part.state.status === 'running'} />
        </div>
      )}
      {child !== null && (
        <Button
          size="small"
          className="mt-2"
          onClick={() => openSession({ server, session: sessionID(child) })}
        >
          {strings.openSession}
          <Icon icon={ArrowRight} size={14} />
        </Button>
      )}
    </div>
  )
}
