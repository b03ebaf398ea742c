import type { RefKey } from '#contract/ids'
import { useStore } from '../../store/store.ts'
import { Empty } from '../../ui/Empty.tsx'
import { TodoList } from '../tools/TodoList.tsx'
import { planProgress } from './panel.logic.ts'
import { strings } from './strings.ts'

export function PlanPanel({ sessionKey }: { readonly sessionKey: RefKey }) {
  const todos = useStore((state) => state.todos[sessionKey])
  if (todos === undefined || todos.length === 0) return <Empty title={strings.noPlan} />
  const { done, all } = planProgress(todos)
  return (
    <div className="flex flex-col gap-2 p-4">
      <p className="text-12 text-text-3 tabular-nums">{strings.planDone(done, all)}</p>
      <TodoList todos={todos} />
    </div>
  )
}
