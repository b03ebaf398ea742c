// Files and long pastes beside the text: what is let in, and in which form. Pure but for reading the file.

import type { PromptPart } from '#contract/model'
import { fail, ok, type Result } from '#contract/result'
import { chipKind, type Chip } from './content.ts'
import { strings } from './strings.ts'

const MIB = 1024 * 1024

/** Providers refuse bigger images and documents; base64 makes a third more of it on the wire. */
export const MAX_ATTACHMENT_BYTES = 10 * MIB
/** All of one message: it is written to the outbox and sent as one JSON body. */
export const MAX_ATTACHMENTS_BYTES = 20 * MIB

/** Longer pastes bury what the person writes, so they become a chip. */
export const LONG_PASTE_CHARACTERS = 2_000
export const LONG_PASTE_LINES = 30

export const lineCount = (text: string): number => text.split('\n').length

export const isLongPaste = (text: string): boolean =>
  text.length > LONG_PASTE_CHARACTERS || lineCount(text) > LONG_PASTE_LINES

/** Bytes behind a data: URL in base64. */
export const dataUrlBytes = (url: string): number => {
  const base64 = url.slice(url.indexOf(',') + 1)
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0
  return Math.max(0, (base64.length / 4) * 3 - padding)
}

export const attachedBytes = (chips: readonly Chip[]): number =>
  chips.reduce((sum, { part }) => {
    const isAttached = part.type === 'file' && chipKind(part) !== 'mention'
    return isAttached ? sum + dataUrlBytes(part.url) : sum
  }, 0)

/** Null when the file may come along, else the sentence that says why not. */
export const refusal = (name: string, bytes: number, alreadyBytes: number): string | null => {
  if (bytes === 0) return strings.attachmentEmpty(name)
  if (bytes > MAX_ATTACHMENT_BYTES)
    return strings.attachmentTooLarge(name, bytes / MIB, MAX_ATTACHMENT_BYTES / MIB)
  if (alreadyBytes + bytes > MAX_ATTACHMENTS_BYTES)
    return strings.attachmentsTooLarge(name, MAX_ATTACHMENTS_BYTES / MIB)
  return null
}

/** Code and configuration often come without a type, or with one that no model takes. */
const READABLE = /^(?:image\/|application\/pdf$)/

/** The type as a provider takes it: images and PDFs as themselves, everything that is text as text/plain. */
const sentMime = (declared: string, isText: boolean): string =>
  READABLE.test(declared) ? declared : isText ? 'text/plain' : declared || 'application/octet-stream'

/** Text holds no NUL and is valid UTF-8. */
const looksLikeText = (bytes: Uint8Array): boolean => {
  if (bytes.includes(0)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

/** One call per chunk: spreading a whole image overflows the stack. */
const CHUNK_BYTES = 32 * 1024

const toBase64 = (bytes: Uint8Array): string => {
  let binary = ''
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES)
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK_BYTES))
  return btoa(binary)
}

/** Reads a file into a part that travels inside the message. Fails as `too-large` or `not-readable`. */
export const readAttachment = async (file: File, alreadyBytes: number): Promise<Result<PromptPart>> => {
  const name = file.name === '' ? strings.pastedImage : file.name
  const refused = refusal(name, file.size, alreadyBytes)
  if (refused !== null) return fail('too-large', refused)
  try {
    const bytes = new Uint8Array(await file.arrayBuffer())
    const mime = sentMime(file.type, looksLikeText(bytes))
    return ok({ type: 'file', mime, filename: name, url: `data:${mime};base64,${toBase64(bytes)}` })
  } catch {
    return fail('not-readable', strings.attachmentUnreadable(name))
  }
}

/** A blob of an attached file for showing it; the page's policy lets no data: URL be an image. */
export const blobOf = (part: Extract<PromptPart, { type: 'file' }>): Blob => {
  const binary = atob(part.url.slice(part.url.indexOf(',') + 1))
  return new Blob([Uint8Array.from(binary, (character) => character.charCodeAt(0))], { type: part.mime })
}
