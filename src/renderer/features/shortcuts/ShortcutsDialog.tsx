import { useMemo, useRef } from 'react'
import { keymap, labelOf, type CommandGroup } from '../../app/keymap.ts'
import { openDialog } from '../../store/actions.ts'
import { useStore } from '../../store/store.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { Kbd } from '../../ui/Kbd.tsx'
import { strings } from './strings.ts'

interface Line {
  readonly keys: string
  readonly label: string
}

const groups: readonly CommandGroup[] = ['go', 'session', 'view', 'app']

/** One line for the nine session keys; everything else as the keymap has it. */
const linesOf = (group: CommandGroup): readonly Line[] =>
  keymap.flatMap(({ group: of, keys, command }) => {
    if (of !== group || keys === null) return []
    if (command === 'session-1') return [{ keys: 'Mod+1–9', label: strings.sessions }]
    return command.startsWith('session-') ? [] : [{ keys, label: labelOf(command) }]
  })

export function ShortcutsDialog() {
  const open = useStore((state) => state.ui.dialog === 'shortcuts')
  const content = useRef<HTMLDivElement>(null)
  const sections = useMemo(
    () => [
      ...groups.map((group) => ({ title: strings.groups[group], lines: linesOf(group) })),
      { title: strings.here, lines: strings.local },
    ],
    [],
  )
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => openDialog(next ? 'shortcuts' : null)}
      title={strings.title}
      size="large"
      initialFocus={content}
    >
      <div ref={content} tabIndex={-1} className="columns-2 outline-none gap-8 max-sm:columns-1">
        {sections.map((section) => (
          <section key={section.title} className="mb-5 break-inside-avoid">
            <h3 className="mb-1 text-12 text-text-2">{section.title}</h3>
            <ul>
              {section.lines.map((line) => (
                <li
                  key={line.label}
                  className="flex items-baseline justify-between gap-4 border-b border-line py-1"
                >
                  <span>{line.label}</span>
                  <Kbd keys={line.keys} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
