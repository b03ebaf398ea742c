// `millrace://` addresses come from anywhere: web pages, mails, other programs. What is not exactly one of ours is
// nothing, and none of them does more than show something or ask.

import { isAbsolute, normalize } from 'node:path'

export const LINK_SCHEME = 'millrace'

export type DeepLink =
  /** A path of the app's own page. */
  | { readonly type: 'show'; readonly route: string }
  /** A folder, asked about before it is opened for the first time. */
  | { readonly type: 'open'; readonly path: string }

/** Longer than any path a system takes. */
const MAX_LENGTH = 4096

const ID = /^[\w-]{1,128}$/

/** Control characters, and those that turn the direction of what follows: a path must read as what it is. */
const UNREADABLE = /[\p{Cc}\p{Cf}\u2028\u2029]/u

/** `millrace://session/<id>?server=<id>` or `millrace://open?path=<absolute path>`; null: none of ours. */
export function parseDeepLink(text: string): DeepLink | null {
  if (text.length > MAX_LENGTH || !URL.canParse(text)) return null
  const url = new URL(text)
  if (url.protocol !== `${LINK_SCHEME}:` || url.username !== '' || url.port !== '') return null
  switch (url.hostname) {
    case 'session': {
      const session = url.pathname.slice(1)
      const server = url.searchParams.get('server')
      if (!ID.test(session) || (server !== null && !ID.test(server))) return null
      return {
        type: 'show',
        route: server === null ? `/session/${session}` : `/s/${server}/session/${session}`,
      }
    }
    case 'open': {
      const path = url.searchParams.get('path') ?? ''
      // A share of another machine would be signed in to just by looking.
      const isShare = /^[\\/]{2}/.test(path)
      const isOurs =
        isAbsolute(path) &&
        !isShare &&
        !UNREADABLE.test(path) &&
        (url.pathname === '' || url.pathname === '/')
      return isOurs ? { type: 'open', path: normalize(path) } : null
    }
    default:
      return null
  }
}

const isLink = (argument: string): boolean => argument.toLowerCase().startsWith(`${LINK_SCHEME}:`)

/** Linux and Windows hand links over on the command line. */
export const splitLinks = (
  args: readonly string[],
): { readonly links: readonly string[]; readonly rest: readonly string[] } => ({
  links: args.filter(isLink),
  rest: args.filter((argument) => !isLink(argument)),
})

export const parseLinks = (links: readonly string[]): readonly DeepLink[] =>
  links.flatMap((link) => parseDeepLink(link) ?? [])
