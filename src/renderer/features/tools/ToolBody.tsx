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

export function ToolBody(props: BodyProps) {
  const { state, tool } = props.part
  const Body = bodies[kindOf(tool)]
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
      <Body {...props} />
      {state.status === 'completed' && <Attachments files={state.attachments} />}
    </>
  )
}
