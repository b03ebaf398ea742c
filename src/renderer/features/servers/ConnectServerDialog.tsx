import { useRef, useState } from 'react'
import { USUAL_USERS } from '#contract/model'
import { rpc } from '../../rpc/rpc.ts'
import { openDialog, openFolderAt, showPanel } from '../../store/actions.ts'
import { useStore } from '../../store/store.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Field } from './Field.tsx'
import { checkUrl, type ServerForm } from './server-form.logic.ts'
import { useFound } from './use-found.ts'
import { strings } from './strings.ts'

const FORM = 'connect-server'
const empty: ServerForm = { url: '', name: '', username: '', password: '' }

export function ConnectServerDialog() {
  const open = useStore((state) => state.ui.dialog === 'connect-server')
  const address = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => openDialog(next ? 'connect-server' : null)}
      title={strings.title}
      description={strings.intro}
      initialFocus={address}
      footer={
        <>
          <Button onClick={() => openDialog(null)}>{strings.cancel}</Button>
          <Button variant="primary" type="submit" form={FORM} disabled={busy}>
            {busy ? strings.connecting : strings.connect}
          </Button>
        </>
      }
    >
      <Fields address={address} busy={busy} setBusy={setBusy} />
    </Dialog>
  )
}

interface FieldsProps {
  readonly address: React.RefObject<HTMLInputElement | null>
  readonly busy: boolean
  readonly setBusy: (busy: boolean) => void
}

/** Mounted with the dialog, so the password is forgotten when it closes. */
function Fields({ address, busy, setBusy }: FieldsProps) {
  const [form, setForm] = useState(empty)
  const [tried, setTried] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const checked = checkUrl(form.url)
  const { found, look } = useFound(checked.ok ? checked.url : null)
  const change = (field: keyof ServerForm) => (value: string) => {
    setForm({ ...form, [field]: value })
    setError(null)
  }

  const connect = async () => {
    setTried(true)
    if (busy) return
    if (!checked.ok) {
      address.current?.focus()
      return
    }
    setBusy(true)
    setError(null)
    const answer = await rpc.addServer({
      url: checked.url,
      username: form.username.trim(),
      password: form.password,
      name: form.name.trim() || checked.host,
    })
    setBusy(false)
    if (!answer.ok) {
      setError(answer.error.message)
      return
    }
    openFolderAt(answer.value.server, null)
    showPanel(null)
  }

  return (
    <form
      id={FORM}
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void connect()
      }}
    >
      <Field
        ref={address}
        label={strings.url}
        value={form.url}
        onChange={change('url')}
        placeholder={strings.urlPlaceholder}
        type="url"
        problem={tried && !checked.ok ? strings.problems[checked.problem] : null}
        hint={checked.ok && checked.plainRemote ? strings.plainRemote : found && strings.found[found]}
        onBlur={look}
      />
      <div className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
        <Field
          label={strings.user}
          value={form.username}
          onChange={change('username')}
          autoComplete="username"
          placeholder={USUAL_USERS[found === 'codenomad' ? 'codenomad' : 'url']}
        />
        <Field
          label={strings.password}
          value={form.password}
          onChange={change('password')}
          type="password"
          autoComplete="current-password"
        />
      </div>
      <Field label={strings.nameOptional} value={form.name} onChange={change('name')} />
      {error !== null && <ErrorNote what={error} />}
    </form>
  )
}
