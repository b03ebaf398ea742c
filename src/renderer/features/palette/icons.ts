import {
  AppWindow,
  ArrowRight,
  Bot,
  Cpu,
  FileDiff,
  FolderOpen,
  Keyboard,
  ListChecks,
  PanelLeft,
  PanelRight,
  PanelsTopLeft,
  Paperclip,
  PencilLine,
  Plug,
  Search,
  Server,
  Settings,
  Square,
  SquarePen,
  type LucideIcon,
} from 'lucide-react'
import type { Binding, Command, CommandGroup } from '../../app/keymap.ts'

const groupIcons: Readonly<Record<CommandGroup, LucideIcon>> = {
  go: ArrowRight,
  session: SquarePen,
  view: PanelsTopLeft,
  app: AppWindow,
}

/** The ones that the same command has elsewhere in the window. */
const own: Readonly<Partial<Record<Command, LucideIcon>>> = {
  find: Search,
  stop: Square,
  'focus-composer': PencilLine,
  'pick-model': Cpu,
  'pick-agent': Bot,
  attach: Paperclip,
  'toggle-sidebar': PanelLeft,
  'toggle-panel': PanelRight,
  'show-changes': FileDiff,
  'show-plan': ListChecks,
  'show-connection': Plug,
  'open-folder': FolderOpen,
  'connect-server': Server,
  settings: Settings,
  shortcuts: Keyboard,
}

export const iconOf = ({ command, group }: Pick<Binding, 'command' | 'group'>): LucideIcon =>
  own[command] ?? groupIcons[group]
