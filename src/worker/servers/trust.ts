// What a folder's own opencode configuration would run. Opening a folder starts its plugins and MCP
// servers, so the first opening names them and asks.

import { access, readdir, readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, relative } from 'node:path'

/** Folders of `.opencode` (and their plural forms) whose files run or steer an agent. */
const RUNNABLE = ['plugin', 'plugins', 'tool', 'tools']
const STEERING = ['agent', 'agents', 'command', 'commands', 'mode', 'modes', 'skill', 'skills']
const CONFIG_FILES = [
  'opencode.json',
  'opencode.jsonc',
  '.opencode/opencode.json',
  '.opencode/opencode.jsonc',
]

/** One line for each thing that would run or be read; empty when the folder brings nothing of its own. */
export async function whatWouldRun(directory: string, home = homedir()): Promise<readonly string[]> {
  const places = await placesOf(directory, home)
  return (await Promise.all(places.map((place) => itemsOf(directory, place)))).flat()
}

/** The same, but nothing for a folder that a person has allowed. */
export const whatToAskAbout = async (
  directory: string,
  trusted: readonly string[],
): Promise<readonly string[]> => (trusted.includes(directory) ? [] : whatWouldRun(directory))

/** opencode reads a folder's configuration and that of all above it, up to the repository's root. */
async function placesOf(directory: string, home: string): Promise<readonly string[]> {
  const places: string[] = []
  for (let at = directory; ; at = dirname(at)) {
    // What lies in the home folder itself is the person's own.
    if (at === home && at !== directory) break
    places.push(at)
    if (dirname(at) === at || (await exists(join(at, '.git')))) break
  }
  return places
}

async function itemsOf(directory: string, place: string): Promise<readonly string[]> {
  const named = (...names: readonly string[]): string => join(relative(directory, place), ...names)
  const items: string[] = []
  for (const name of CONFIG_FILES) {
    const text = await readFile(join(place, name), 'utf8').catch(() => null)
    if (text !== null) items.push(...describeConfig(named(name), text))
  }
  for (const folder of RUNNABLE) {
    for (const file of await list(join(place, '.opencode', folder)))
      items.push(`Code: ${named('.opencode', folder, file)}`)
  }
  for (const folder of STEERING) {
    const count = (await list(join(place, '.opencode', folder))).length
    if (count > 0) items.push(`Instructions: ${named('.opencode', folder)} (${count})`)
  }
  return items
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

const list = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => [])

function describeConfig(name: string, text: string): readonly string[] {
  const config = parseJsonc(text)
  if (config === null) return [`Configuration: ${name} (it can’t be read here; opencode may still read it)`]
  const items = [`Configuration: ${name}`]
  const plugins = config['plugin']
  if (Array.isArray(plugins)) for (const plugin of plugins) items.push(`Plugin: ${String(plugin)}`)
  for (const [id, server] of entries(config['mcp'])) {
    const [command, url] = [server['command'], server['url']]
    const what = Array.isArray(command) ? command.join(' ') : String(command ?? url ?? '')
    items.push(`MCP server ${id}: ${what}`)
  }
  for (const key of ['lsp', 'formatter']) {
    for (const [id, tool] of entries(config[key])) {
      if (Array.isArray(tool['command'])) items.push(`${key} ${id}: ${tool['command'].join(' ')}`)
    }
  }
  return items
}

type Loose = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const entries = (value: unknown): readonly (readonly [string, Loose])[] =>
  isObject(value)
    ? Object.entries(value).flatMap(([id, entry]) => (isObject(entry) ? [[id, entry] as const] : []))
    : []

/** JSON with comments and trailing commas; strings are stepped over whole. */
function parseJsonc(text: string): Loose | null {
  const plain = text
    .replace(
      /("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
      (_, string: string | undefined) => string ?? '',
    )
    .replace(
      /("(?:[^"\\]|\\.)*")|,(\s*[}\]])/g,
      (_, string: string | undefined, close: string | undefined) => string ?? close ?? '',
    )
  try {
    const value: unknown = JSON.parse(plain)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}
