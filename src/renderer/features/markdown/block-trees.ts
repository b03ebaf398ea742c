// What splitting a text made of each block, kept until the block is drawn, so that it need not be parsed twice.

import type { RootContent } from 'mdast'
import type { Block } from './split.ts'

const trees = new WeakMap<Block, RootContent>()

export const keepTree = (block: Block, tree: RootContent): unknown => trees.set(block, tree)

/** Given away once: drawing changes it, and it takes some ten times as much memory as its source. */
export function takeTree(block: Block): RootContent | undefined {
  const tree = trees.get(block)
  trees.delete(block)
  return tree
}
