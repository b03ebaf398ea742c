import { Command, defaultFilter } from 'cmdk'
import { Search } from 'lucide-react'
import { useMemo, useState } from 'react'
import { openDialog } from '../../store/actions.ts'
import { store, useStore } from '../../store/store.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Kbd } from '../../ui/Kbd.tsx'
import { paletteItems, type ItemGroup, type PaletteItem } from './items.ts'
import { rank } from './rank.logic.ts'
import { readRecent, rememberRecent } from './recent.ts'
import { recentOf } from './recent.logic.ts'
import { strings } from './strings.ts'

const groups: readonly ItemGroup[] = ['sessions', 'actions', 'projects', 'servers']

/** Without a search, sessions beyond these are what the sidebar is for. */
const SESSIONS_AT_FIRST = 5

export function Palette() {
  const open = useStore((state) => state.ui.dialog === 'palette')
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => openDialog(next ? 'palette' : null)}
      title={strings.title}
      bare
    >
      <Content />
    </Dialog>
  )
}

const score = (text: string, search: string): number => defaultFilter(text, search)

/** Mounted with each opening: what it offers is what there is at that moment, and holds still. */
function Content() {
  const [query, setQuery] = useState('')
  const items = useMemo(() => paletteItems(store.getState()), [])
  const recent = useMemo(() => recentOf(readRecent(), items), [items])
  const searching = query.trim() !== ''

  const choose = (item: PaletteItem) => {
    rememberRecent(item.id)
    // Closed first: the action may open another dialog, or place the focus.
    openDialog(null)
    item.run()
  }
  const found = useMemo(
    () => (searching ? rank(items, query.trim(), readRecent(), score) : []),
    [items, query, searching],
  )
  const shownIn = (group: ItemGroup): readonly PaletteItem[] => {
    const rest = items.filter((item) => item.group === group && !recent.includes(item))
    return group === 'sessions' ? rest.slice(0, SESSIONS_AT_FIRST) : rest
  }

  return (
    <Command label={strings.title} loop shouldFilter={false}>
      <div className="flex items-center gap-2 border-b border-line px-4">
        <Icon icon={Search} className="shrink-0 text-text-3" />
        <Command.Input
          autoFocus
          value={query}
          onValueChange={setQuery}
          placeholder={strings.placeholder}
          className="h-11 min-w-0 flex-1 bg-transparent text-15 text-text-1 outline-none focus-visible:outline-none"
        />
      </div>
      <Command.List className="max-h-100 overflow-y-auto p-2">
        {searching && found.length === 0 && (
          <p role="status" className="px-2 py-6 text-center text-13 wrap-anywhere text-text-2">
            {strings.empty(query.trim())}
          </p>
        )}
        {found.map((item) => (
          <Row key={item.id} item={item} onChoose={choose} />
        ))}
        {!searching && (
          <>
            <Group heading={strings.recent} items={recent} onChoose={choose} />
            {groups.map((group) => (
              <Group key={group} heading={strings[group]} items={shownIn(group)} onChoose={choose} />
            ))}
          </>
        )}
      </Command.List>
    </Command>
  )
}

interface GroupProps {
  readonly heading: string
  readonly items: readonly PaletteItem[]
  readonly onChoose: (item: PaletteItem) => void
}

function Group({ heading, items, onChoose }: GroupProps) {
  if (items.length === 0) return null
  return (
    <Command.Group
      heading={heading}
      className="pb-1 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-11 [&_[cmdk-group-heading]]:text-text-3"
    >
      {items.map((item) => (
        <Row key={item.id} item={item} onChoose={onChoose} />
      ))}
    </Command.Group>
  )
}

function Row({ item, onChoose }: { readonly item: PaletteItem; readonly onChoose: GroupProps['onChoose'] }) {
  return (
    <Command.Item
      value={item.id}
      onSelect={() => onChoose(item)}
      className="flex h-8 items-center gap-2 rounded px-2 text-13 text-text-1 select-none data-[selected=true]:bg-surface-3"
    >
      <Icon icon={item.icon} className="shrink-0 text-text-3" />
      <span className="min-w-0 truncate">{item.label}</span>
      {item.hint !== null && <span className="min-w-0 flex-1 truncate text-12 text-text-3">{item.hint}</span>}
      {item.shortcut !== null && (
        <span className="ml-auto">
          <Kbd keys={item.shortcut} />
        </span>
      )}
    </Command.Item>
  )
}
