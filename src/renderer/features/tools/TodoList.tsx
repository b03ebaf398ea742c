import { Circle, CircleCheck, CircleDot, CircleSlash, type LucideIcon } from 'lucide-react'
import type { Todo } from '#contract/model'
import { cx } from '../../ui/cx.ts'
import { Icon } from '../../ui/Icon.tsx'
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx'
import { strings } from './strings.ts'

const marks: Readonly<Record<string, LucideIcon>> = {
  pending: Circle,
  in_progress: CircleDot,
  completed: CircleCheck,
  cancelled: CircleSlash,
}

const words: Readonly<Record<string, string>> = strings.todo

/** The plan, as a checklist nobody can tick: the agent does. */
export function TodoList({ todos }: { readonly todos: readonly Todo[] }) {
  return (
    <ul className="rounded border border-line px-3 py-1.5">
      {todos.map((todo, index) => {
        const current = todo.status === 'in_progress'
        const done = todo.status === 'completed'
        return (
          <li key={index} className="flex items-start gap-2 py-0.5">
            <Icon
              icon={marks[todo.status] ?? Circle}
              className={cx('mt-0.5 shrink-0', current ? 'text-accent' : done ? 'text-add' : 'text-text-3')}
            />
            <span
              className={cx(
                'min-w-0 wrap-anywhere',
                current ? 'text-text-1' : 'text-text-2',
                todo.status === 'cancelled' && 'line-through',
              )}
            >
              <VisuallyHidden>{`${words[todo.status] ?? todo.status}: `}</VisuallyHidden>
              {todo.content}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
