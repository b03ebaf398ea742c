// What the log says of servers, read off the same ops that windows get: states and counts, never content.

import type { LogEntry } from '#contract/host'
import type { ServerID } from '#contract/ids'
import type { Connection } from '#contract/model'
import type { Op } from '#contract/ops'

/** A reason is one sentence of ours; a server's own last words in it are cut. */
const MAX_REASON_CHARS = 200

export function createOpLog(log: (entry: LogEntry) => void): (ops: readonly Op[]) => void {
  const states = new Map<ServerID, string>()
  const gaps = new Map<string, number>()

  const noteConnection = (server: ServerID, connection: Connection): void => {
    const details = describe(connection)
    const said = JSON.stringify(details)
    if (states.get(server) === said) return
    states.set(server, said)
    log({
      level: isTrouble(connection) ? 'warn' : 'info',
      what: 'connection',
      details: { server, ...details },
    })
  }

  const noteFailed = (server: ServerID, kind: string): void =>
    log({ level: 'warn', what: 'could not be sent', details: { server, kind } })

  return (ops) => {
    for (const op of ops) {
      switch (op.op) {
        case 'server':
          noteConnection(op.server.id, op.server.connection)
          break
        case 'server.remove':
          states.delete(op.id)
          log({ level: 'info', what: 'server removed', details: { server: op.id } })
          break
        case 'gaps': {
          const key = `${op.server}/${op.session}`
          const before = gaps.get(key) ?? 0
          if (op.gaps.length === before) break
          if (op.gaps.length === 0) gaps.delete(key)
          else gaps.set(key, op.gaps.length)
          const what = op.gaps.length > before ? 'gaps marked' : 'gaps closed'
          log({ level: 'info', what, details: { server: op.server, open: op.gaps.length } })
          break
        }
        case 'session.remove':
          gaps.delete(`${op.server}/${op.id}`)
          break
        case 'command':
          if (op.item.state.type === 'failed') noteFailed(op.item.server, op.item.command.type)
          break
        case 'outbox':
          if (op.item.state.type === 'failed') noteFailed(op.item.server, op.item.content.type)
          break
        default:
          break
      }
    }
  }
}

const isTrouble = ({ state }: Connection): boolean => state === 'offline' || state === 'unauthorized'

function describe(connection: Connection): LogEntry['details'] {
  const { state } = connection
  const reason: LogEntry['details'] =
    'reason' in connection && connection.reason
      ? { reason: connection.reason.slice(0, MAX_REASON_CHARS) }
      : {}
  switch (connection.state) {
    case 'connecting':
      return { state, attempt: connection.attempt, waits: connection.nextAt !== null, ...reason }
    case 'starting':
      return { state, attempt: connection.attempt }
    case 'polling':
      return { state, everyMs: connection.everyMs, ...reason }
    default:
      return { state, ...reason }
  }
}
