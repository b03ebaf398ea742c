import { useState } from 'react'
import type { ServerID } from '#contract/ids'
import { USUAL_USERS, type ServerKind } from '#contract/model'
import { rpc } from '../../rpc/rpc.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Field } from '../servers/Field.tsx'
import { strings } from './strings.ts'

interface SignInFormProps {
  readonly server: ServerID
  readonly kind: ServerKind
}

export function SignInForm({ server, kind }: SignInFormProps) {
  const [username, setUsername] = useState(USUAL_USERS[kind === 'codenomad' ? 'codenomad' : 'url'])
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)

  const signIn = async () => {
    setBusy(true)
    const answer = await rpc.signIn({ server, username, password })
    setBusy(false)
    setError(answer.ok ? null : answer.error.message)
    if (answer.ok) setPassword('')
  }

  return (
    <form
      aria-label={strings.signInTitle}
      className="mt-3 flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        void signIn()
      }}
    >
      <Field label={strings.user} value={username} onChange={setUsername} autoComplete="username" />
      <Field
        label={strings.password}
        value={password}
        onChange={setPassword}
        type="password"
        autoComplete="current-password"
      />
      {error !== null && <ErrorNote what={error} safe={strings.wrongPassword} />}
      <div>
        <Button type="submit" variant="primary" size="small" disabled={busy}>
          {strings.signIn}
        </Button>
      </div>
    </form>
  )
}
