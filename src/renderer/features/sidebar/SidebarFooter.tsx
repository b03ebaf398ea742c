import { FolderOpen, Settings } from 'lucide-react'
import { useMemo } from 'react'
import type { Server } from '#contract/model'
import { keysOf } from '../../app/keymap.ts'
import { openDialog, togglePanel } from '../../store/actions.ts'
import { useStore } from '../../store/store.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { connectionWords, inOrder } from '../connection/connection.logic.ts'
import { ConnectionDot } from '../connection/ConnectionDot.tsx'
import { strings } from './strings.ts'

/** More servers than these three and a half rows scroll: the list of sessions needs the height. */
const FOOTER_SERVERS = 'max-h-24'

/** Every server by its state; the one this computer runs stands last, beside the buttons. */
export function SidebarFooter() {
  const servers = useStore((state) => state.servers)
  const sorted = useMemo(() => Object.values(servers).sort(inOrder), [servers])
  const [last, ...others] = sorted
  return (
    <div className="border-t border-line p-2">
      {others.length > 0 && (
        <ul className={`overflow-y-auto ${FOOTER_SERVERS}`}>
          {others.toReversed().map((server) => (
            <ServerRow key={server.id} server={server} />
          ))}
        </ul>
      )}
      <div className="flex gap-1">
        <ul className="min-w-0 flex-1">{last !== undefined && <ServerRow server={last} />}</ul>
        <IconButton
          icon={FolderOpen}
          label={strings.openFolder}
          shortcut={keysOf('open-folder')}
          onClick={() => openDialog('open-folder')}
        />
        <IconButton
          icon={Settings}
          label={strings.settings}
          shortcut={keysOf('settings')}
          onClick={() => openDialog('settings')}
        />
      </div>
    </div>
  )
}

function ServerRow({ server }: { readonly server: Server }) {
  const link = useStore((state) => state.link)
  const words = connectionWords(server.connection, link, 0)
  return (
    <li>
      <button
        type="button"
        onClick={() => togglePanel('connection')}
        aria-label={strings.serverState(server.name, words.short)}
        className="flex h-7 w-full min-w-0 items-center gap-2 rounded px-2 text-left text-12 text-text-2 hover:bg-surface-2 hover:text-text-1"
      >
        <ConnectionDot state={words.state} isUnused={words.isUnused} />
        <span className="truncate">{server.name}</span>
        {words.state !== 'live' && !words.isUnused && (
          <span className="ml-auto shrink-0 text-11 text-text-3">{words.short}</span>
        )}
      </button>
    </li>
  )
}
