import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { Settings } from '#contract/settings'
import { desktop } from '../../app/desktop.ts'
import { rpc } from '../../rpc/rpc.ts'
import { applySettings, openDialog, showPanel } from '../../store/actions.ts'
import { useStore } from '../../store/store.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Choice } from './Choice.tsx'
import { Switch } from './Switch.tsx'
import { strings } from './strings.ts'

export function SettingsDialog() {
  const open = useStore((state) => state.ui.dialog === 'settings')
  const content = useRef<HTMLDivElement>(null)
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => openDialog(next ? 'settings' : null)}
      title={strings.title}
      initialFocus={content}
    >
      <div ref={content} tabIndex={-1} className="outline-none">
        <Content />
      </div>
    </Dialog>
  )
}

const switches = ['doNotDisturb', 'keepAwake', 'closeToTray', 'startAtLogin'] as const

const options = (names: Readonly<Record<string, string>>) =>
  Object.entries(names).map(([value, label]) => ({ value, label }))

/** What is shown is what is on disk: a change that could not be saved goes back. */
function Content() {
  const settings = useStore((state) => state.ui.settings)
  const [error, setError] = useState<{ readonly what: string; readonly why: string } | null>(null)

  useEffect(() => {
    let closed = false
    void rpc.readSettings({}).then((answer) => {
      if (closed) return
      if (answer.ok) applySettings(answer.value)
      else setError({ what: strings.loadFailed, why: answer.error.message })
    })
    return () => {
      closed = true
    }
  }, [])

  const change = async (patch: Partial<Settings>) => {
    const before = settings
    applySettings({ ...settings, ...patch })
    const answer = await rpc.writeSettings({ patch })
    applySettings(answer.ok ? answer.value : before)
    setError(answer.ok ? null : { what: strings.notSaved, why: answer.error.message })
  }

  return (
    <div className="flex flex-col gap-6">
      {error !== null && <ErrorNote what={error.what} safe={`${error.why} ${strings.keptBefore}`} />}
      <Group title={strings.appearance}>
        <Choice
          label={strings.theme}
          value={settings.theme}
          options={options(strings.themes)}
          onChange={(theme) => void change({ theme: theme as Settings['theme'] })}
        />
        <Choice
          label={strings.contrast}
          value={settings.contrast}
          options={options(strings.contrasts)}
          onChange={(contrast) => void change({ contrast: contrast as Settings['contrast'] })}
        />
      </Group>
      {desktop.host === 'desktop' && (
        <Group title={strings.presence}>
          {switches.map((name) => (
            <Switch
              key={name}
              label={strings.switches[name]}
              checked={settings[name]}
              onChange={(on) => void change({ [name]: on })}
            />
          ))}
          {desktop.platform === 'linux' && <p className="text-12 text-text-3">{strings.trayNote}</p>}
        </Group>
      )}
      <Group title={strings.agent}>
        <Choice
          label={strings.opencode}
          value={settings.opencode}
          options={options(strings.opencodes)}
          onChange={(opencode) => void change({ opencode: opencode as Settings['opencode'] })}
        />
        <p className="text-12 text-text-3">{strings.opencodeNote}</p>
      </Group>
      <Group title={strings.servers}>
        {settings.servers.length === 0 ? (
          <p className="text-13 text-text-2">{strings.noServers}</p>
        ) : (
          <ul className="divide-y divide-line rounded border border-line bg-surface-0">
            {settings.servers.map((server) => (
              <li key={server.id} className="flex items-baseline gap-2 px-3 py-2">
                <span className="shrink-0 text-13">{server.name}</span>
                <span className="min-w-0 flex-1 truncate text-12 text-text-3">{server.url}</span>
                <span className="shrink-0 text-12 text-text-3">{strings.user(server.username)}</span>
              </li>
            ))}
          </ul>
        )}
        <div className="flex gap-2">
          <Button size="small" onClick={() => openDialog('connect-server')}>
            {strings.connect}
          </Button>
          <Button
            size="small"
            variant="quiet"
            onClick={() => {
              openDialog(null)
              showPanel('connection')
            }}
          >
            {strings.manage}
          </Button>
        </div>
      </Group>
      <div className="flex items-center justify-between border-t border-line pt-3 text-12 text-text-3">
        <span>{strings.about(desktop.version)}</span>
        <Button size="small" variant="quiet" onClick={() => openDialog('shortcuts')}>
          {strings.shortcuts}
        </Button>
      </div>
    </div>
  )
}

const Group = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section className="flex flex-col gap-3">
    <h3 className="text-12 text-text-2">{title}</h3>
    {children}
  </section>
)
