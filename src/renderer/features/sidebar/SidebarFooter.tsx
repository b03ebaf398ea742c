import { FolderOpen, Settings } from 'lucide-react'
import { useMemo } from 'react'
import { keysOf } from '../../app/keymap.ts'
import { openDialog, togglePanel } from '../../store/actions.ts'
import { useStore } from '../../store/store.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { connectionWords, inOrder } from '../connection/connection.logic.ts'
import { ConnectionDot } from '../connection/ConnectionDot.tsx'
import { strings } from './strings.ts'

/** More servers than this scroll: the list of sessions needs the height. */
const FOOTER_SERVERS = 'max-h-24'

export function SidebarFooter() {
  const servers = useStore((state) => state.servers)
  const link = useStore((state) => state.link)
  const sorted = useMemo(() => Object.values(servers).sort(inOrder).reverse(), [servers])
  return (
    <div className="relative border-t border-line p-2">
      <ul className={`min-h-7 overflow-y-auto ${FOOTER_SERVERS}`}>
        {sorted.map((server) => {
          const words = connectionWords(server.connection, link, 0)
          return (
            <li key={server.id} className="last:pr-16">
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
        })}
      </ul>
      <div className="absolute right-2 bottom-2 flex gap-1">
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
