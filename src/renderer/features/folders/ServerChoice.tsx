import type { ServerID } from '#contract/ids'
import type { Server } from '#contract/model'
import { Choice } from '../settings/Choice.tsx'
import { strings } from './strings.ts'

export interface ServerChoiceProps {
  readonly servers: readonly Server[]
  readonly value: ServerID | null
  readonly onChange: (server: ServerID) => void
}

export function ServerChoice({ servers, value, onChange }: ServerChoiceProps) {
  return (
    <Choice
      label={strings.server}
      value={value ?? ''}
      options={servers.map((server) => ({ value: server.id, label: server.name }))}
      onChange={(id) => {
        const server = servers.find((each) => each.id === id)
        if (server !== undefined) onChange(server.id)
      }}
    />
  )
}
