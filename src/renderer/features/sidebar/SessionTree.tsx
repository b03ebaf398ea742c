import type { SessionNode } from './groups.logic.ts'
import { refKey, type RefKey } from '#contract/ids'
import { sessionState } from '../../store/selectors.ts'
import { useStore } from '../../store/store.ts'
import { SessionRow } from './SessionRow.tsx'
import { useSidebarUi } from './sidebar-ui.ts'

export interface SessionTreeProps {
  readonly node: SessionNode
  readonly depth: number
  readonly now: number
  readonly pinned: ReadonlySet<string>
  /** While searching, whatever was found is shown. */
  readonly showAll: boolean
}

/** Deeper levels stay at this indent: the column is narrow. */
const MAX_INDENT = 3

const isUnder = (node: SessionNode, key: RefKey): boolean =>
  node.children.some((child) => child.key === key || isUnder(child, key))

/** A session and, while one of them runs or is shown, or once opened by hand, its children. */
export function SessionTree({ node, depth, now, pinned, showAll }: SessionTreeProps) {
  const busy = useStore((state) =>
    node.children.some((child) => {
      const own = sessionState(state, refKey(child.session.server, child.session.id))
      return own === 'running' || own === 'needs-you'
    }),
  )
  const holdsShown = useStore(
    ({ ui }) => ui.route.type === 'session' && isUnder(node, refKey(ui.route.server, ui.route.session)),
  )
  const byHand = useSidebarUi((ui) => ui.opened[node.key])
  const open = node.children.length === 0 ? null : showAll || holdsShown || (byHand ?? busy)
  return (
    <li>
      <SessionRow
        node={node}
        depth={Math.min(depth, MAX_INDENT)}
        now={now}
        pinned={pinned.has(node.key)}
        open={open}
      />
      {open === true && (
        <ul>
          {node.children.map((child) => (
            <SessionTree
              key={child.key}
              node={child}
              depth={depth + 1}
              now={now}
              pinned={pinned}
              showAll={showAll}
            />
          ))}
        </ul>
      )}
    </li>
  )
}
