// What a person sends: written down, then sent, then confirmed by the server's own state. In lanes, so that
// nothing waits for what waits for it: a session's messages go one by one, each after the turn before it;
// an answer goes at once, because that turn may be waiting for it; so does a new title; Stop goes ahead of
// all, and only while it is under way do its session's messages wait for it.

import type { CommandItem } from '#contract/commands'
import type { AskID, MessageID, OutboxID, ServerID, SessionRef } from '#contract/ids'
import type { Result } from '#contract/result'
import { createAborts } from './aborts.ts'
import type { OutboxOptions } from './changes.ts'
import { createCommands, type Reply } from './commands.ts'
import { createTally, type OutboxCounters } from './counters.ts'
import { createMessages, type Messages } from './messages.ts'

export interface Outbox extends Omit<Messages, 'begun'> {
  reply(ref: SessionRef, reply: Reply): Result<null>
  rename(ref: SessionRef, title: string): Result<null>
  /** `message`: the newest one that the person saw; null: none is shown. */
  abort(ref: SessionRef, message: MessageID | null): Result<null>
  withdrawCommand(id: OutboxID): Result<null>
  commands(): readonly CommandItem[]
  /** A turn runs in the session. */
  begun(ref: SessionRef): void
  /** This turn was aborted; null: the session is idle, so whichever it was has ended. */
  ended(ref: SessionRef, turn: MessageID | null): void
  /** An ask is gone, however it was answered. */
  settled(server: ServerID, ask: AskID): void
  /** What a session is called now; null: it is gone. */
  titled(ref: SessionRef, title: string | null): void
  counters(server: ServerID): OutboxCounters
}

export function createOutbox(options: OutboxOptions): Outbox {
  const tally = createTally()
  const aborts = createAborts({ ...options, tally, onFree: (server) => messages.pump(server) })
  const commands = createCommands({ ...options, tally })
  const messages: Messages = createMessages({ ...options, tally, isHeld: aborts.isOnItsWay })
  const allCommands = (): readonly CommandItem[] => [...aborts.items(), ...commands.items()]

  return {
    ...messages,
    reply: commands.reply,
    rename: commands.rename,
    withdrawCommand: commands.withdraw,
    commands: allCommands,
    ended: aborts.ended,
    settled: commands.settled,
    titled: commands.titled,
    abort: (ref, message) => {
      messages.begun(ref)
      return aborts.stop(ref, message)
    },
    pump: (server) => {
      aborts.pump(server)
      commands.pump(server)
      messages.pump(server)
    },
    forgetServer: (server) => {
      aborts.forgetServer(server)
      commands.forgetServer(server)
      messages.forgetServer(server)
    },
    counters: (server) => ({
      waiting: [...messages.items(), ...allCommands()].filter((item) => item.server === server).length,
      ...tally.of(server),
    }),
  }
}
