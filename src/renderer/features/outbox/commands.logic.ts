// Which answers, Stops and titles are on their way. Pure.

import type { CommandItem } from '#contract/commands'
import {
  refKey,
  sessionKey,
  type AskID,
  type OutboxID,
  type RefKey,
  type ServerID,
  type SessionID,
  type SessionRef,
} from '#contract/ids'

type Commands = Readonly<Record<OutboxID, CommandItem>>

const find = (commands: Commands, matches: (item: CommandItem) => boolean): CommandItem | null =>
  Object.values<CommandItem>(commands).findLast(matches) ?? null

const isOf = (item: CommandItem, ref: SessionRef): boolean => sessionKey(item) === sessionKey(ref)

export const stopOf = (commands: Commands, ref: SessionRef): CommandItem | null =>
  find(commands, (item) => item.command.type === 'abort' && isOf(item, ref))

export const replyTo = (
  commands: Commands,
  { server, id }: { readonly server: ServerID; readonly id: AskID },
): CommandItem | null =>
  find(commands, (item) => item.server === server && 'ask' in item.command && item.command.ask === id)

/** Answers that wait in a session and whose asks are not known: no card shows that they do. */
export const answersWithoutAsk = (
  { commands, asks }: { readonly commands: Commands; readonly asks: Readonly<Record<RefKey, unknown>> },
  { server, session }: { readonly server: ServerID; readonly session: SessionID | null },
): readonly CommandItem[] =>
  Object.values<CommandItem>(commands).filter(
    ({ command, ...item }) =>
      item.server === server &&
      item.session === session &&
      'ask' in command &&
      item.state.type === 'waiting-server' &&
      asks[refKey(server, command.ask)] === undefined,
  )

const renameOf = (commands: Commands, ref: SessionRef): CommandItem | null =>
  find(commands, (item) => item.command.type === 'rename' && isOf(item, ref))

/** The title that a person gave and that the server does not know yet. */
export function titleToCome(commands: Commands, ref: SessionRef): string | null {
  const command = renameOf(commands, ref)?.command
  return command?.type === 'rename' ? command.title : null
}

/** It can't be sent just now; one that can is there in an instant. */
export const isTitleWaiting = (commands: Commands, ref: SessionRef): boolean =>
  renameOf(commands, ref)?.state.type.startsWith('waiting') === true
