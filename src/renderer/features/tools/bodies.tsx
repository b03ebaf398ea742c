// What a tool row shows when it is open, for tools with a shape of their own.

import { ExternalLink } from 'lucide-react'
import type { ServerID } from '#contract/ids'
import type { ToolPart } from '#contract/model'
import { desktop } from '../../app/desktop.ts'
import { useText } from '../../preview/use-text.ts'
import { Button } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { cx } from '../../ui/cx.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Code } from '../markdown/CodeBlock.tsx'
import { languageOfFile } from '../markdown/language-names.ts'
import { openable } from '../markdown/links.ts'
import { Changes } from './Changes.tsx'
import { DiffView } from './DiffView.tsx'
import { parseMatches } from './found.ts'
import { isObject, list, object, text } from './json.ts'
import { Output } from './Output.tsx'
import { strings } from './strings.ts'
import { TodoList } from './TodoList.tsx'
import { diffsOf, metadataOf, relativePath } from './tools.logic.ts'

export interface BodyProps {
  readonly server: ServerID
  readonly part: ToolPart
  readonly directory: string
}

const isGrowing = (part: ToolPart): boolean =>
  part.state.status === 'running' || part.state.status === 'pending'

export function ShellBody({ server, part, directory }: BodyProps) {
  const output = useText(server, part.id, 'output')
  const command = text(part.state.input, 'command') ?? ''
  const workdir = text(part.state.input, 'workdir')
  const saved = text(metadataOf(part.state), 'outputPath')
  const head = (
    <div className="mb-1 flex items-start gap-2">
      <pre className="min-w-0 flex-1 text-text-1">
        <span className="text-text-3 select-none">$ </span>
        {command}
      </pre>
      <CopyButton
        text={() => command}
        label={strings.copyCommand}
        className="-my-0.5 opacity-0 group-hover/output:opacity-100 focus-visible:opacity-100 mr-7"
      />
    </div>
  )
  return (
    <>
      {workdir !== null && (
        <p className="mb-1 text-12 text-text-3">{strings.workdir(relativePath(workdir, directory))}</p>
      )}
      <Output text={output} growing={isGrowing(part)} head={head} />
      {saved !== null && <p className="mt-1 text-12 wrap-anywhere text-text-3">{strings.savedTo(saved)}</p>}
    </>
  )
}

export function ChangeBody({ server, part, directory }: BodyProps) {
  const diffs = diffsOf(part)
  const content = text(part.state.input, 'content')
  if (diffs.length === 0 && content !== null) {
    return (
      <pre className="output" tabIndex={0}>
        <Code
          language={languageOfFile(text(part.state.input, 'filePath') ?? '')}
          code={content}
          growing={false}
        />
      </pre>
    )
  }
  if (diffs.length === 0) return <PlainBody server={server} part={part} directory={directory} />
  return diffs.map((file) => (
    <div key={file.path} className="not-first:mt-2">
      {diffs.length > 1 && (
        <div className="mb-1 flex gap-2 font-mono text-12 text-text-2">
          <span className="wrap-anywhere">{relativePath(file.path, directory)}</span>
          <Changes additions={file.additions} deletions={file.deletions} />
        </div>
      )}
      <DiffView file={file} />
    </div>
  ))
}

export function ReadBody({ server, part, directory }: BodyProps) {
  const display = object(metadataOf(part.state), 'display')
  const shown = text(display, 'text')
  const entries = list(display, 'entries').filter((entry) => typeof entry === 'string')
  if (entries.length > 0) return <PathList paths={entries} directory={directory} />
  if (shown === null) return <PlainBody server={server} part={part} directory={directory} />
  return (
    <pre className="output" tabIndex={0}>
      <Code
        language={languageOfFile(text(part.state.input, 'filePath') ?? '')}
        code={shown}
        growing={false}
      />
    </pre>
  )
}

function PathList({ paths, directory }: { readonly paths: readonly string[]; readonly directory: string }) {
  return (
    <ul className="output" tabIndex={0}>
      {paths.map((path) => (
        <li key={path} className="wrap-anywhere">
          {relativePath(path, directory)}
        </li>
      ))}
    </ul>
  )
}

export function SearchBody({ server, part, directory }: BodyProps) {
  const output = useText(server, part.id, 'output')
  const files = parseMatches(output)
  if (!files) return <PlainBody server={server} part={part} directory={directory} />
  return (
    <ul className="output" tabIndex={0}>
      {files.map((file) => (
        <li key={file.path} className="not-first:mt-2">
          <span className="wrap-anywhere text-text-2">{relativePath(file.path, directory)}</span>
          {file.lines.map((line) => (
            <div key={line.line} className="flex gap-3">
              <span className="w-8 shrink-0 text-right text-11 leading-[20px] text-text-3 select-none tabular-nums">
                {line.line}
              </span>
              <span className="min-w-0 whitespace-pre-wrap wrap-anywhere">{line.text}</span>
            </div>
          ))}
        </li>
      ))}
    </ul>
  )
}

export function FindBody({ server, part, directory }: BodyProps) {
  const output = useText(server, part.id, 'output')
  const paths = output.split('\n').filter((line) => /^([/\\]|[A-Za-z]:)/.test(line))
  if (paths.length === 0) return <PlainBody server={server} part={part} directory={directory} />
  return <PathList paths={paths} directory={directory} />
}

export function TodosBody({ part }: BodyProps) {
  const todos = list(part.state.input, 'todos').filter(isObject)
  return (
    <TodoList
      todos={todos.map((todo) => ({
        content: text(todo, 'content') ?? '',
        status: text(todo, 'status') ?? 'pending',
        priority: text(todo, 'priority') ?? '',
      }))}
    />
  )
}

export function WebBody({ server, part }: BodyProps) {
  const output = useText(server, part.id, 'output')
  const url = openable(text(part.state.input, 'url') ?? undefined)
  const title = part.state.status === 'completed' ? part.state.title : ''
  return (
    <div className="rounded border border-line">
      <div className="flex items-center gap-2 py-1.5 pr-1.5 pl-3">
        <span className="min-w-0 flex-1 text-13 wrap-anywhere text-text-1">{title || url}</span>
        {url !== null && (
          <Button size="small" variant="quiet" onClick={() => void desktop.openExternal(url)}>
            <Icon icon={ExternalLink} size={14} />
            {strings.openPage}
          </Button>
        )}
      </div>
      {output !== '' && (
        <div className="px-1.5 pb-1.5">
          <Output text={output} growing={false} />
        </div>
      )}
    </div>
  )
}

export function QuestionBody({ part }: BodyProps) {
  const answers = list(metadataOf(part.state), 'answers')
  return (
    <dl className="rounded border border-line px-3 py-2">
      {list(part.state.input, 'questions')
        .filter(isObject)
        .map((question, index) => {
          const answer = answers[index]
          const labels = Array.isArray(answer) ? answer.filter((label) => typeof label === 'string') : []
          return (
            <div key={index} className="not-first:mt-2">
              <dt className="text-text-2">{text(question, 'question')}</dt>
              <dd className={cx(labels.length > 0 ? 'text-text-1' : 'text-text-3')}>
                {labels.length > 0 ? labels.join(', ') : strings.notAnswered}
              </dd>
            </div>
          )
        })}
    </dl>
  )
}

/** Any tool: what went in as JSON, what came out as text. */
export function PlainBody({ server, part }: BodyProps) {
  const output = useText(server, part.id, 'output')
  const hasInput = Object.keys(part.state.input).length > 0
  return (
    <>
      {hasInput && (
        <>
          <p className="mb-1 text-12 text-text-3">{strings.input}</p>
          <pre className="output mb-2 whitespace-pre-wrap wrap-anywhere" tabIndex={0}>
            <Code language="json" code={JSON.stringify(part.state.input, null, 2)} growing={false} />
          </pre>
        </>
      )}
      {(output !== '' || part.state.status === 'completed') && (
        <>
          {hasInput && <p className="mb-1 text-12 text-text-3">{strings.output}</p>}
          <Output text={output} growing={isGrowing(part)} />
        </>
      )}
    </>
  )
}
