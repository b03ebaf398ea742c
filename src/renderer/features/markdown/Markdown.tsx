import { memo, useRef, useState, type ReactNode } from 'react'
import remend from 'remend'
import { takeTree } from './block-trees.ts'
import { createBoundedCache } from './bounded-cache.ts'
import { CodeBlock } from './CodeBlock.tsx'
import { drawSource, drawTree } from './draw.ts'
import { fenceOf } from './fence.ts'
import { useHeldWhileSelected } from './hold.ts'
import { createSplitter, withDefinitions, type Block, type Split, type Splitter } from './split.ts'
import { usePaced } from './use-paced.ts'
import './markdown.css'

/** Of source text; what is drawn for it takes some thirty times as much. */
const MAX_REMEMBERED_CHARS = 400_000

/** What finished blocks were drawn as, so that a turn that comes back into view is not parsed again. */
const finished = createBoundedCache<ReactNode>(MAX_REMEMBERED_CHARS)
/** How texts that have ended were split, for the same reason. */
const ended = createBoundedCache<Split>(MAX_REMEMBERED_CHARS)

interface BlockProps {
  readonly block: Block
  /** Of the block, with the definitions it uses. */
  readonly source: string
  readonly growing: boolean
}

const sameBlock = (a: BlockProps, b: BlockProps): boolean => a.source === b.source && a.growing === b.growing

/** One top-level block, drawn again only when its own source changes. */
const MarkdownBlock = memo(function MarkdownBlock({ block, source, growing }: BlockProps) {
  const tree = takeTree(block)
  const fence = fenceOf(source)
  if (fence) return <CodeBlock language={fence.language} code={fence.code} growing={growing} />
  // An unfinished link or emphasis would show its raw marks for a moment.
  const whole = growing ? remend(source, { linkMode: 'text-only' }) : source
  const known = growing ? undefined : finished.get(whole)
  if (known !== undefined) return known
  // Marks that were healed, and definitions from elsewhere, are not in the tree.
  const drawn = tree && whole === block.source ? drawTree(tree) : drawSource(whole)
  if (growing) return drawn
  finished.set(source, drawn)
  return drawn
}, sameBlock)

/** Enough that a long text has few chunks to compare, few enough that the last one is cheap to compare. */
const CHUNK_BLOCKS = 24

/** By number, so that a block stays in its chunk when it ends. */
const chunksOf = (blocks: readonly Block[]): readonly (readonly Block[])[] =>
  Array.from({ length: Math.ceil(blocks.length / CHUNK_BLOCKS) }, (_, index) =>
    blocks.slice(index * CHUNK_BLOCKS, (index + 1) * CHUNK_BLOCKS),
  )

/** A guess for a chunk that was never in view (pixels). */
const heightOf = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, { source }) => sum + BLOCK_PX + Math.ceil(source.length / LINE_CHARS) * LINE_PX, 0)
const BLOCK_PX = 12
const LINE_PX = 24
const LINE_CHARS = 80

interface ChunkProps {
  readonly blocks: readonly Block[]
  readonly definitions: ReadonlyMap<string, string>
  /** Its last block may still grow. */
  readonly growing: boolean
}

const sameChunk = (a: ChunkProps, b: ChunkProps): boolean =>
  a.growing === b.growing &&
  a.definitions === b.definitions &&
  a.blocks.length === b.blocks.length &&
  a.blocks.every((block, index) => block === b.blocks[index])

/** Blocks that are compared as one, so that growth costs the same after a thousand of them. */
const Chunk = memo(function Chunk({ blocks, definitions, growing }: ChunkProps) {
  return (
    <div className="markdown-chunk" style={{ containIntrinsicBlockSize: `auto ${heightOf(blocks)}px` }}>
      {blocks.map((block, index) => (
        <MarkdownBlock
          key={block.at}
          block={block}
          source={withDefinitions(block, definitions)}
          growing={growing && index === blocks.length - 1}
        />
      ))}
    </div>
  )
}, sameChunk)

function splitOf(text: string, isOpen: boolean, split: Splitter): Split {
  if (isOpen) return split(text)
  const known = ended.get(text)
  if (known !== undefined) return known
  const made = split(text)
  ended.set(text, made)
  return made
}

export interface MarkdownProps {
  readonly text: string
  /** More text may come. */
  readonly growing: boolean
  /** Not in slices, however long: it takes the place of what is drawn. */
  readonly atOnce?: boolean
}

/** Markdown that may still grow. Finished blocks are never drawn again; raw HTML shows as text. */
export function Markdown({ text, growing, atOnce = false }: MarkdownProps) {
  const [split] = useState(createSplitter)
  const box = useRef<HTMLDivElement>(null)
  const paced = usePaced(text, atOnce)
  const isOpen = growing || paced.length < text.length
  const shown = useHeldWhileSelected(box, paced, isOpen)
  const { frozen, tail, definitions } = splitOf(shown, isOpen, split)
  return (
    <div ref={box} className="markdown">
      {chunksOf([...frozen, ...tail]).map((blocks, index, chunks) => (
        <Chunk
          key={blocks[0]?.at}
          blocks={blocks}
          definitions={definitions}
          growing={isOpen && index === chunks.length - 1}
        />
      ))}
    </div>
  )
}
