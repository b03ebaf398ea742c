// Cuts growing markdown into top-level blocks. A block that no later text can change is frozen: its
// source and key stay, so what is drawn for it is never drawn again. Joined, the blocks' sources are the
// text, character for character.

import type { Definition, FootnoteDefinition, Nodes, RootContent } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'
import { keepTree } from './block-trees.ts'

export interface Block {
  /** Offset of its first character in the whole text: a key that never changes. */
  readonly at: number
  readonly source: string
  /** Code or HTML: nothing in it is a reference, and what is written after it may become a part of it. */
  readonly literal: boolean
  /** Labels that it defines itself. */
  readonly defines: ReadonlySet<string>
}

export interface Split {
  readonly frozen: readonly Block[]
  /** What may still change: usually one block, empty at the very start. */
  readonly tail: readonly Block[]
  /** Link and footnote definitions found so far: normalised label (footnotes begin with `^`) to source. */
  readonly definitions: ReadonlyMap<string, string>
}

/** Bound to one growing text; a text that is no continuation of the last one is split from its start. */
export type Splitter = (text: string) => Split

const grammar = { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }

const parse = (source: string) => fromMarkdown(source, grammar)

const startOfLine = (node: RootContent): number =>
  (node.position?.start.offset ?? 0) - ((node.position?.start.column ?? 1) - 1)

const labelOf = (node: Definition | FootnoteDefinition): string =>
  (node.type === 'footnoteDefinition' ? '^' : '') + node.identifier

function collectDefinitions(node: Nodes, source: string, into: Map<string, string>): void {
  if (node.type === 'definition' || node.type === 'footnoteDefinition') {
    const label = labelOf(node)
    // The first definition of a label wins.
    if (!into.has(label)) {
      into.set(label, source.slice(node.position?.start.offset, node.position?.end.offset))
    }
  }
  if ('children' in node) for (const child of node.children) collectDefinitions(child, source, into)
}

/**
 * Where a block begins: with its line, indentation included. Text right below a definition would be code by
 * its indentation if it stood alone, so that stays above.
 */
function beginning(node: RootContent, above: RootContent): number {
  const isBelowDefinition = node.type === 'paragraph' && above.type === 'definition'
  return isBelowDefinition ? (node.position?.start.offset ?? startOfLine(node)) : startOfLine(node)
}

const nothing: ReadonlySet<string> = new Set()

function definedIn(node: RootContent, source: string): ReadonlySet<string> {
  const found = new Map<string, string>()
  collectDefinitions(node, source, found)
  return found.size === 0 ? nothing : new Set(found.keys())
}

/** Top-level blocks of a source that begins at offset `base` of the whole text. */
function cut(source: string, base: number, nodes: readonly RootContent[]): Block[] {
  const starts = nodes.map((node, index) => {
    const above = nodes[index - 1]
    return above ? beginning(node, above) : 0
  })
  return nodes.map((node, index) => {
    const from = starts[index] ?? 0
    const block = {
      at: base + from,
      source: source.slice(from, starts[index + 1] ?? source.length),
      literal: node.type === 'code' || node.type === 'html',
      defines: definedIn(node, source),
    }
    keepTree(block, node)
    return block
  })
}

/**
 * How many of these blocks can never change, given that every line so far is whole. The last block is
 * open. Text right above it, with no blank line between, is open too: `[a]: b` takes a title from the
 * lines below it.
 */
function countFrozen(nodes: readonly RootContent[]): number {
  let open = nodes.length - 1
  for (; open > 0; open -= 1) {
    const above = nodes[open - 1]
    const below = nodes[open]
    if (!above?.position || !below?.position) break
    const adjacent = above.position.end.line + 1 >= below.position.start.line
    if (!adjacent || (above.type !== 'definition' && above.type !== 'paragraph')) break
  }
  return Math.max(open, 0)
}

const FENCE = /^(?:[ \t]*\n)* {0,3}(`{3,}|~{3,})([^\n]*)(?:\n|$)/

export interface OpenFence {
  readonly language: string
  readonly code: string
}

/** The code block that a source begins with when its closing fence has not come yet, else null. */
export function openFence(source: string): OpenFence | null {
  const match = FENCE.exec(source)
  const fence = match?.[1]
  if (!match || !fence || !source.slice(0, match[0].length).endsWith('\n')) return null
  const info = match[2] ?? ''
  if (fence.startsWith('`') && info.includes('`')) return null
  // Indented fences strip indentation from their content: leave those to the parser.
  if (/(?:^|\n) +[`~]/.test(match[0])) return null
  const code = source.slice(match[0].length)
  const closing = new RegExp(`^ {0,3}${fence[0]}{${fence.length},}[ \\t]*$`, 'm')
  if (closing.test(code)) return null
  return { language: info.trim().split(/\s/)[0] ?? '', code }
}

const bare = (at: number, source: string, literal: boolean): Block => ({
  at,
  source,
  literal,
  defines: nothing,
})

export function createSplitter(): Splitter {
  let text = ''
  let frozen: readonly Block[] = []
  /** Where the part that is not frozen begins. */
  let tailAt = 0
  let frozenDefinitions = new Map<string, string>()
  let last: Split = { frozen, tail: [], definitions: frozenDefinitions }

  function freeze(): void {
    const whole = text.slice(tailAt, text.lastIndexOf('\n') + 1)
    if (whole === '' || openFence(whole)) return
    const tree = parse(whole)
    const count = countFrozen(tree.children)
    if (count === 0) return
    const added = cut(whole, tailAt, tree.children).slice(0, count)
    const definitions = new Map(frozenDefinitions)
    for (const node of tree.children.slice(0, count)) collectDefinitions(node, whole, definitions)
    if (definitions.size > frozenDefinitions.size) frozenDefinitions = definitions
    frozen = [...frozen, ...added]
    tailAt += added.reduce((sum, block) => sum + block.source.length, 0)
  }

  return (next) => {
    if (next === text) return last
    if (!next.startsWith(text)) {
      frozen = []
      tailAt = 0
      frozenDefinitions = new Map()
    }
    const lines = next.lastIndexOf('\n') > text.length - 1 || !next.startsWith(text)
    text = next
    if (lines) freeze()
    const source = text.slice(tailAt)
    if (source === '' || openFence(source)) {
      const tail = source === '' ? [] : [bare(tailAt, source, true)]
      last = { frozen, tail, definitions: frozenDefinitions }
      return last
    }
    const tree = parse(source)
    const definitions = new Map(frozenDefinitions)
    collectDefinitions(tree, source, definitions)
    const same = definitions.size === frozenDefinitions.size
    const tail =
      tree.children.length === 0 ? [bare(tailAt, source, false)] : cut(source, tailAt, tree.children)
    last = { frozen, tail, definitions: same ? frozenDefinitions : definitions }
    return last
  }
}

/** The text of a footnote whose note stands elsewhere: footnotes.ts draws nothing for it. */
export const NOTED_ELSEWHERE = '\u2060'

const MENTION = /\[((?:\\.|[^[\]\\])+)\]/g

const normalise = (label: string): string => label.replace(/\s+/g, ' ').trim().toLowerCase()

/** Labels as written, and as definitions are known by. */
type Mentions = readonly (readonly [written: string, normalised: string])[]

/** What each block mentions, found once: most mention nothing, and definitions come late. */
const mentions = new WeakMap<Block, Mentions>()

function mentionsOf(block: Block): Mentions {
  const known = mentions.get(block)
  if (known) return known
  const labels = [...block.source.matchAll(MENTION)].map(
    ([, label = '']) => [label, normalise(label)] as const,
  )
  mentions.set(block, labels)
  return labels
}

/** A block's source followed by the definitions it may use, so that it can be drawn on its own. */
export function withDefinitions(block: Block, definitions: ReadonlyMap<string, string>): string {
  const { source } = block
  if (definitions.size === 0 || block.literal) return source
  const labels = mentionsOf(block)
  if (labels.length === 0) return source
  const used = new Set<string>()
  for (const [written, label] of labels) {
    const definition = definitions.get(label)
    if (definition === undefined || block.defines.has(label)) continue
    used.add(definition.startsWith('[^') ? `[${written}]: ${NOTED_ELSEWHERE}` : definition)
  }
  return used.size === 0 ? source : `${source.trimEnd()}\n\n${[...used].join('\n')}\n`
}
