import { lazy, Suspense, useState, type ComponentType } from 'react'
import type { DialogName } from '../store/state.ts'
import { useStore } from '../store/store.ts'
import { ErrorBoundary } from './ErrorBoundary.tsx'

// Loaded when first opened, so that a window's start does not pay for them.
const dialogs: Readonly<Record<DialogName, ComponentType>> = {
  palette: lazy(async () => ({ default: (await import('../features/palette/Palette.tsx')).Palette })),
  settings: lazy(async () => ({
    default: (await import('../features/settings/SettingsDialog.tsx')).SettingsDialog,
  })),
  shortcuts: lazy(async () => ({
    default: (await import('../features/shortcuts/ShortcutsDialog.tsx')).ShortcutsDialog,
  })),
  'open-folder': lazy(async () => ({
    default: (await import('../features/folders/OpenFolderDialog.tsx')).OpenFolderDialog,
  })),
  'connect-server': lazy(async () => ({
    default: (await import('../features/servers/ConnectServerDialog.tsx')).ConnectServerDialog,
  })),
}

/** Each dialog reads `ui.dialog` itself; it stays mounted once it was open, so that it can close quietly. */
export function Dialogs() {
  const open = useStore((state) => state.ui.dialog)
  const [used, setUsed] = useState<readonly DialogName[]>([])
  if (open !== null && !used.includes(open)) setUsed([...used, open])
  return used.map((name) => {
    const Content = dialogs[name]
    return (
      <ErrorBoundary key={name} part={name}>
        <Suspense fallback={null}>
          <Content />
        </Suspense>
      </ErrorBoundary>
    )
  })
}
