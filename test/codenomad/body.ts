import type { IncomingMessage } from 'node:http'
import { refused, type Reply } from './replies.ts'

/** The server's limit on bodies it reads itself; proxied ones have none. */
const MAX_BODY_BYTES = 1_048_576

export type Body =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reply: Reply }

/** Reads a JSON body as the server's framework does; a request without a body has the value undefined. */
export async function readBody(req: IncomingMessage): Promise<Body> {
  if (req.method === 'GET' || req.method === 'HEAD') return { ok: true, value: undefined }
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of req as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk)
  }
  if (bytes > MAX_BODY_BYTES) return { ok: false, reply: refused.tooLarge() }

  const type = req.headers['content-type']
  if (type === undefined)
    return bytes === 0 ? { ok: true, value: undefined } : { ok: false, reply: refused.mediaType('undefined') }
  if (!type.startsWith('application/json')) return { ok: false, reply: refused.mediaType(type) }
  if (bytes === 0) return { ok: false, reply: refused.emptyJson() }
  try {
    return { ok: true, value: JSON.parse(Buffer.concat(chunks).toString('utf8')) }
  } catch {
    return { ok: false, reply: refused.badJson() }
  }
}

export type JsonObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A string field that is not blank. */
export function textField(body: unknown, name: string): string | null {
  const value = isObject(body) ? body[name] : undefined
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}
