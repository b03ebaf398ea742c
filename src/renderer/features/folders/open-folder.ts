// Opening a folder: what came of it, for the dialog to show.

import type { ServerID } from '#contract/ids'
import type { TrustRequest } from '#contract/rpc'
import { rpc } from '../../rpc/rpc.ts'
import { navigate } from '../../store/actions.ts'
import { store } from '../../store/store.ts'

export type OpenResult =
  | { readonly type: 'opened' }
  | ({ readonly type: 'needs-trust' } & TrustRequest)
  | { readonly type: 'failed'; readonly message: string }

/** On success the window shows a new session of that folder, unless the dialog was put away meanwhile. */
export async function openFolder(
  server: ServerID | null,
  directory: string,
  trusted: boolean,
): Promise<OpenResult> {
  const answer = await rpc.openProject({ server, directory, trusted })
  if (!answer.ok) return { type: 'failed', message: answer.error.message }
  if (answer.value.type === 'needs-trust') return answer.value
  if (store.getState().ui.dialog === 'open-folder')
    navigate({ type: 'new', server: answer.value.server, directory: answer.value.directory })
  return { type: 'opened' }
}
