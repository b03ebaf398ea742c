import type { ReactNode } from 'react'
import type { Server } from '#contract/model'
import type { ServerDiagnostics } from '#contract/diagnostics'
import { formatBytes } from './connection.logic.ts'
import { strings } from './strings.ts'

export interface CountersProps {
  readonly server: Server
  readonly diagnostics: ServerDiagnostics | null
}

export function Counters({ server, diagnostics }: CountersProps) {
  const { connection } = server
  const unknown = Object.entries(diagnostics?.unknown ?? {})
  return (
    <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-12">
      <Row name={strings.address}>{server.url ?? strings.noAddress}</Row>
      <Row name={strings.version}>{server.version ?? strings.unknownVersion}</Row>
      {'since' in connection && <Row name={strings.since}>{strings.sinceTime(connection.since)}</Row>}
      {diagnostics !== null && (
        <>
          <Row name={strings.attempts}>{strings.count(diagnostics.attempts)}</Row>
          <Row name={strings.events}>{strings.count(diagnostics.events)}</Row>
          <Row name={strings.bytes}>{formatBytes(diagnostics.bytes)}</Row>
          <Row name={strings.lastByte}>
            {diagnostics.lastByteAgeMs === null
              ? strings.never
              : strings.lastByteAgo(Math.floor(diagnostics.lastByteAgeMs / 1000))}
          </Row>
          <Row name={strings.duplicates}>{strings.count(diagnostics.duplicates)}</Row>
          <Row name={strings.gaps}>{strings.count(diagnostics.gaps)}</Row>
          <Row name={strings.unknown}>
            {unknown.length === 0
              ? strings.none
              : unknown.map(([type, count]) => strings.unknownItem(type, count)).join(', ')}
          </Row>
        </>
      )}
    </dl>
  )
}

const Row = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <>
    <dt className="text-text-3">{name}</dt>
    <dd className="min-w-0 wrap-anywhere text-text-2 tabular-nums select-text">{children}</dd>
  </>
)
