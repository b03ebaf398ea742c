import { Folder } from 'lucide-react'
import { useMemo } from 'react'
import { refKey } from '#contract/ids'
import { navigate } from '../../store/actions.ts'
import { useStore } from '../../store/store.ts'
import { Icon } from '../../ui/Icon.tsx'
import { relativeTime } from '../sidebar/relative-time.ts'
import { useNow } from '../sidebar/use-now.ts'
import { strings } from './strings.ts'

/** What fits below the three ways in without scrolling; the sidebar has the rest. */
const SHOWN = 5

export function RecentProjects() {
  const projects = useStore((state) => state.projects)
  const servers = useStore((state) => state.servers)
  const now = useNow(null)
  const recent = useMemo(
    () =>
      Object.values(projects)
        .sort((a, b) => b.openedAt - a.openedAt)
        .slice(0, SHOWN),
    [projects],
  )
  if (recent.length === 0) return null
  const several = Object.keys(servers).length > 1
  return (
    <section>
      <h3 className="mb-1 text-12 text-text-2">{strings.recent}</h3>
      <ul className="-mx-2">
        {recent.map((project) => (
          <li key={refKey(project.server, project.directory)}>
            <button
              type="button"
              onClick={() => navigate({ type: 'new', server: project.server, directory: project.directory })}
              className="flex h-8 w-full min-w-0 items-center gap-2 rounded px-2 text-left hover:bg-surface-2"
            >
              <Icon icon={Folder} className="shrink-0 text-text-3" />
              <span className="max-w-[50%] shrink-0 truncate">{project.name}</span>
              <span className="min-w-0 flex-1 truncate text-12 text-text-3">
                {several && `${servers[project.server]?.name ?? ''} · `}
                {project.directory}
              </span>
              <span className="shrink-0 text-11 text-text-3">{relativeTime(now, project.openedAt)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
