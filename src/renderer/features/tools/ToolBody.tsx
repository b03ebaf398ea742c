import { Attachments } from '../timeline/Attachments.tsx'
import {
  ChangeBody,
  FindBody,
  PlainBody,
  QuestionBody,
  ReadBody,
  SearchBody,
  ShellBody,
  TodosBody,
  WebBody,
  type BodyProps,
} from './bodies.tsx'
import { TaskBody } from './TaskBody.tsx'
import { kindOf, type ToolKind } from './tools.logic.ts'

const bodies: Readonly<Record<ToolKind, (props: BodyProps) => React.ReactNode>> = {
  shell: ShellBody,
  edit: ChangeBody,
  write: ChangeBody,
  patch: ChangeBody,
  read: ReadBody,
  search: SearchBody,
  find: FindBody,
  list: PlainBody,
  todos: TodosBody,
  task: TaskBody,
  web: WebBody,
  question: QuestionBody,
  skill: PlainBody,
  unavailable: PlainBody,
  other: PlainBody,
}

/** Their row says all that went in: a failed call adds only its error. */
const SAID_BY_ROW: ReadonlySet<ToolKind> = new Set(['read', 'search', 'find', 'list', 'web', 'skill'])

export function ToolBody(props: BodyProps) {
  const { state, tool } = props.part
  const kind = kindOf(tool)
  const Body = bodies[kind]
  const alone = state.status === 'error' && SAID_BY_ROW.has(kind)
  return (
    <>
      {state.status === 'error' && (
        <p
          className="mb-2 max-h-60 overflow-y-auto text-13 whitespace-pre-wrap wrap-anywhere text-danger"
          tabIndex={0}
        >
          {state.error}
        </p>
      )}
      {!alone && <Body {...props} />}
      {state.status === 'completed' && <Attachments files={state.attachments} />}
    </>
  )
}
