import type { PermissionAsk } from '#contract/model'
import { refKey, sessionKey, type ServerID } from '#contract/ids'
import type { State } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'
import { Code } from '../markdown/CodeBlock.tsx'
import { DiffView } from '../tools/DiffView.tsx'
import { relativePath } from '../tools/tools.logic.ts'
import { viewPermission } from './asks.logic.ts'
import { strings } from './strings.ts'

const inputOf = (state: State, server: ServerID, ask: PermissionAsk) => {
  const { tool } = ask
  if (!tool) return null
  for (const id of state.parts[refKey(server, tool.message)] ?? []) {
    const part = state.part[refKey(server, id)]
    if (part?.type === 'tool' && part.call === tool.call) return part.state.input
  }
  return null
}

/** Exactly what would run or change, and below it what "always" would allow. */
export function PermissionBody({ server, ask }: { readonly server: ServerID; readonly ask: PermissionAsk }) {
  const input = useStore((state) => inputOf(state, server, ask))
  const directory = useStore(
    (state) => state.sessions[sessionKey({ server, session: ask.session })]?.directory ?? '',
  )
  const view = viewPermission(ask, input)
  return (
    <>
      {view.code !== null && (
        <pre className="ask-code">
          <Code language={ask.permission === 'bash' ? 'shellscript' : ''} code={view.code} growing={false} />
        </pre>
      )}
      {view.workdir !== null && (
        <p className="mt-1 text-12 text-text-2">{strings.workdir(relativePath(view.workdir, directory))}</p>
      )}
      {view.diffs.map((file) => (
        <div key={file.path} className="not-first:mt-2">
          <p className="mb-1 font-mono text-12 wrap-anywhere text-text-2">
            {relativePath(file.path, directory)}
          </p>
          <DiffView file={file} />
        </div>
      ))}
      {view.details && (
        <pre className="ask-code">
          <Code language="json" code={JSON.stringify(view.details, null, 2)} growing={false} />
        </pre>
      )}
      {view.patterns.length > 0 && (
        <p className="mt-2 text-12 text-text-2">
          {strings.patterns} <Patterns patterns={view.patterns} />
        </p>
      )}
      <p className="mt-2 text-12 text-text-2">
        {ask.always.length === 0 ? strings.allowsNothing : strings.allows}{' '}
        <Patterns patterns={ask.always.map((pattern) => `${ask.permission}: ${pattern}`)} />
      </p>
    </>
  )
}

const Patterns = ({ patterns }: { readonly patterns: readonly string[] }) => (
  <>
    {patterns.map((pattern, index) => (
      <span key={pattern}>
        <code className="font-mono wrap-anywhere text-text-1">{pattern}</code>
        {index < patterns.length - 1 && ', '}
      </span>
    ))}
  </>
)
