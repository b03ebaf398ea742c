// What a folder's own opencode configuration would run. Opening a folder starts its plugins and MCP
// servers, so the first opening names them and asks.

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

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
export async function whatWouldRun(directory: string): Promise<readonly string[]> {
  const items: string[] = []
  for (const name of CONFIG_FILES) {
    const text = await readFile(join(directory, name), 'utf8').catch(() => null)
    if (text !== null) items.push(...describeConfig(name, text))
  }
  for (const folder of RUNNABLE) {
    for (const file of await list(join(directory, '.opencode', folder)))
      items.push(`Code: .opencode/${folder}/${file}`)
  }
  for (const folder of STEERING) {
    const count = (await list(join(directory, '.opencode', folder))).length
    if (count > 0) items.push(`Instructions: .opencode/${folder} (${count})`)
  }
  return items
}

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
