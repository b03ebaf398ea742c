// A server that runs a process for each folder has folders of its own: they are projects like those that a
// person opened, and say how their process is.

import type { ServerEvent } from '#contract/events'
import type { ServerID } from '#contract/ids'
import type { FolderRun, Project } from '#contract/model'
import type { Clock } from '../clock.ts'
import type { JournalStore } from '../journal/store.ts'
import type { MirrorState } from '../mirror/state.ts'

interface ShowFolderParts {
  readonly id: ServerID
  readonly state: MirrorState
  readonly clock: Clock
  readonly journal: Pick<JournalStore, 'projects'>
  readonly dispatch: (event: ServerEvent) => void
}

/** @param run null: the server has no such folder (any more) */
export function showFolder(parts: ShowFolderParts, directory: string, run: FolderRun | null): void {
  const { id, state, dispatch } = parts
  const known = state.projects.get(directory)
  const isOwn = parts.journal.projects(id).some((project) => project.directory === directory)
  if (run === null && !isOwn) {
    if (known) dispatch({ type: 'project.remove', directory })
    return
  }
  const project: Project = known ?? {
    server: id,
    directory,
    name: nameOf(directory),
    openedAt: parts.clock.now(),
    reachable: true,
  }
  dispatch({ type: 'project.upsert', project: { ...project, run: run ?? { state: 'stopped' } } })
}

/** The last part of a path of either kind: the server's machine may not be like ours. */
const nameOf = (directory: string): string => /[^\\/]+(?=[\\/]*$)/.exec(directory)?.[0] ?? directory
