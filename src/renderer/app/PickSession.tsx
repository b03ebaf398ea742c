import { refKey, sessionID, type ServerID } from '#contract/ids'
import { navigate, openSession } from '../store/actions.ts'
import { useStore } from '../store/store.ts'
import { strings } from '../strings/en.ts'
import { Button } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'

interface Props {
  readonly session: string
  readonly servers: readonly ServerID[]
}

/** A short address that several servers answer to, or none. */
export function PickSession({ session, servers }: Props) {
  const records = useStore((state) => state.servers)
  const sessions = useStore((state) => state.sessions)
  if (servers.length === 0)
    return (
      <Empty
        title={strings.pickNone(session)}
        text={strings.pickNoneText}
        action={<Button onClick={() => navigate({ type: 'home' })}>{strings.goHome}</Button>}
      />
    )
  const choices = servers.map((server) => (
    <Button key={server} onClick={() => openSession({ server, session: sessionID(session) })}>
      {records[server]?.name ?? server}
      <span className="text-text-3">{sessions[refKey(server, session)]?.title}</span>
    </Button>
  ))
  return (
    <Empty title={strings.pickTitle(session)} action={<div className="flex flex-col gap-2">{choices}</div>} />
  )
}
