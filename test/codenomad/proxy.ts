/** Passes requests on to a workspace's opencode and its answers back, bodies streamed both ways. */
import { existsSync } from 'node:fs'
import {
  request,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import { isAbsolute, relative } from 'node:path'
import type { Gate } from './gate.ts'
import { error, send } from './replies.ts'
import { createSlots } from './slots.ts'
import { basicAuth, type Opencode } from './types.ts'

export interface Proxy {
  /**
   * `path` begins with a slash and is decoded; `search` is raw. A client that leaves before the answer's headers
   * is not noticed upstream: its slot stays taken until opencode answers.
   */
  pass(req: IncomingMessage, res: ServerResponse, to: ProxyAddress): void
  /** The opencode has died: every open request is reset. */
  lose(): void
  usedSlots(): number
}

export interface ProxyAddress {
  readonly path: string
  readonly search: string
  readonly directory: string
}

/** The server's upstream connections per workspace. */
const SLOTS = 16

export function createProxy(opencode: Opencode, gate: Gate): Proxy {
  const slots = createSlots(SLOTS)
  const open = new Set<() => void>()
  let isLost = false

  function exchange(req: IncomingMessage, res: ServerResponse, to: ProxyAddress, free: () => void): void {
    let upstream: ClientRequest | null = null
    const finish = (): void => {
      open.delete(reset)
      free()
      upstream?.destroy()
    }
    const reset = (): void => {
      finish()
      if (res.headersSent) res.destroy()
      else send(res, error(502, 'Workspace instance proxy failed'))
    }
    if (isLost) return reset()
    open.add(reset)
    const whileOpen = (fn: () => void): void => gate.pass(() => void (open.has(reset) && fn()))

    whileOpen(() => {
      const made = request(new URL(`${opencode.url}${to.path}${to.search}`), {
        method: req.method ?? 'GET',
        headers: {
          ...withoutHop(req.headers),
          authorization: basicAuth(opencode),
          'x-opencode-directory': headerSafe(to.directory),
        },
        agent: false,
      })
      upstream = made
      made.on('error', () => whileOpen(reset))
      made.on('response', (answer) => {
        whileOpen(() => {
          if (res.destroyed) return finish()
          res.on('close', finish)
          res.writeHead(answer.statusCode ?? 502, withoutHop(answer.headers))
          res.flushHeaders()
        })
        answer.on('data', (chunk: Buffer) => whileOpen(() => void res.write(chunk)))
        answer.on('end', () => whileOpen(() => void res.end()))
        answer.on('error', () => whileOpen(reset))
      })
      req.on('data', (chunk: Buffer) => whileOpen(() => void made.write(chunk)))
      req.on('end', () => whileOpen(() => void made.end()))
      req.on('error', () => whileOpen(() => void made.end()))
    })
  }

  return {
    pass: (req, res, to) => slots.take((free) => exchange(req, res, to, free)),
    lose() {
      isLost = true
      for (const reset of open) reset()
    },
    usedSlots: slots.used,
  }
}

/** `__dir/<base64url of an absolute folder>/…`: which folder inside the workspace, or why not. */
export function subFolder(
  encoded: string | undefined,
  root: string,
): { readonly folder: string } | { readonly problem: string } {
  const folder = Buffer.from(encoded ?? '', 'base64url').toString('utf8')
  if (folder === '') return { problem: 'Directory is missing' }
  if (!isAbsolute(folder)) return { problem: 'Directory must be absolute' }
  if (relative(root, folder).startsWith('..')) return { problem: 'Directory is outside the workspace' }
  if (!existsSync(folder)) return { problem: 'Directory does not exist' }
  return { folder }
}

const HOP_HEADERS = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'host', 'expect'])

const withoutHop = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_HEADERS.has(name)))

const headerSafe = (directory: string): string =>
  /^[\x20-\x7e]*$/.test(directory) ? directory : encodeURIComponent(directory)
