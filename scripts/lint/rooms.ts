import { posix } from 'node:path'

type Room = {
  /** Rooms it may import from, besides itself. */
  readonly rooms: readonly string[]
  readonly electron: boolean
  readonly nodeBuiltins: boolean
}

// The table of docs/architecture.md. "Path only" rooms are forked, never imported.
const ROOMS: Readonly<Record<string, Room>> = {
  contract: { rooms: [], electron: false, nodeBuiltins: false },
  host: { rooms: ['contract'], electron: false, nodeBuiltins: true },
  worker: { rooms: ['contract'], electron: false, nodeBuiltins: true },
  main: { rooms: ['contract', 'host'], electron: true, nodeBuiltins: true },
  web: { rooms: ['contract', 'host'], electron: false, nodeBuiltins: true },
  preload: { rooms: ['contract'], electron: true, nodeBuiltins: false },
  renderer: { rooms: ['contract'], electron: false, nodeBuiltins: false },
}

// What a test needs to build its own little world; it never ships.
const TEST_FILE = /\.test\.tsx?$/

/**
 * Why `file` may not import `specifier`, as one sentence, or undefined if it may. `file` is relative to
 * the checkout, with forward slashes.
 */
export function judgeImport(file: string, specifier: string): string | undefined {
  const from = roomOf(file)
  const room = from === undefined ? undefined : ROOMS[from]
  if (from === undefined || room === undefined) return undefined
  const isTest = TEST_FILE.test(file)

  if (/^electron(\/|$)/.test(specifier)) {
    return room.electron
      ? undefined
      : `src/${from} may not import electron: only src/main and src/preload do.`
  }
  if (specifier.startsWith('node:')) {
    return room.nodeBuiltins || isTest ? undefined : `src/${from} may not import Node's built-ins.`
  }
  const to = targetRoom(file, specifier)
  if (to === undefined || to === from || room.rooms.includes(to)) return crossing(from, to, specifier)
  if (to === 'test' && isTest) return crossing(from, to, specifier)
  return `src/${from} may not import from ${ROOMS[to] ? `src/${to}` : to}.`
}

// Another room is named by its alias, so that a reader sees the border.
function crossing(from: string, to: string | undefined, specifier: string): string | undefined {
  if (to === undefined || to === from || specifier.startsWith('#')) return undefined
  return `Import from another room as #${to}/…, not by a relative path.`
}

function targetRoom(file: string, specifier: string): string | undefined {
  const alias = /^#([^/]+)\//.exec(specifier)
  if (alias) return alias[1]
  if (!specifier.startsWith('.')) return undefined
  return roomOf(posix.join(posix.dirname(file), specifier)) ?? 'outside src'
}

function roomOf(path: string): string | undefined {
  const [top, room] = path.split('/')
  return top === 'src' ? room : top === 'test' ? 'test' : undefined
}
