// Branded ids. ServerID is ours and persisted; the others come from the server they belong to and are
// only unique together with it.

declare const brand: unique symbol
type Brand<T, Name extends string> = T & { readonly [brand]: Name }

export type ServerID = Brand<string, 'ServerID'>
export type SessionID = Brand<string, 'SessionID'>
export type MessageID = Brand<string, 'MessageID'>
export type PartID = Brand<string, 'PartID'>
export type AskID = Brand<string, 'AskID'>
/** One life of the worker's mirror of one server (random). */
export type Epoch = Brand<string, 'Epoch'>
/** A row of the outbox, made by the window that sends. */
export type OutboxID = Brand<string, 'OutboxID'>

export const serverID = (value: string): ServerID => value as ServerID
export const sessionID = (value: string): SessionID => value as SessionID
export const messageID = (value: string): MessageID => value as MessageID
export const partID = (value: string): PartID => value as PartID
export const askID = (value: string): AskID => value as AskID
export const epoch = (value: string): Epoch => value as Epoch
export const outboxID = (value: string): OutboxID => value as OutboxID

/** A session on its server: the pair that every key, op, cursor, draft and outbox row uses. */
export interface SessionRef {
  readonly server: ServerID
  readonly session: SessionID
}

/** One string for a (server, id) pair. A ServerID never holds a slash. */
export type RefKey = Brand<string, 'RefKey'>
export const refKey = (server: ServerID, id: string): RefKey => `${server}/${id}` as RefKey
export const sessionKey = (ref: SessionRef): RefKey => refKey(ref.server, ref.session)
