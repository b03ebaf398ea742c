// Called, not rendered: what is drawn is a function of its source, and can be kept.

import type { Root, RootContent } from 'mdast'
import type { ReactElement } from 'react'
import ReactMarkdown from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { elements } from './elements.tsx'
import { remarkPlainFootnotes } from './footnotes.ts'

const plugins = [remarkGfm, remarkPlainFootnotes]

export const drawSource = (source: string): ReactElement =>
  ReactMarkdown({ remarkPlugins: plugins, components: elements, children: source })

/** In a parser's place: gives what was parsed already. */
function parsed(this: { parser?: unknown }, tree: Root) {
  this.parser = () => tree
}

/** The same as of its source; the tree is changed by it. */
export const drawTree = (tree: RootContent): ReactElement =>
  ReactMarkdown({
    remarkPlugins: [[parsed, { type: 'root', children: [tree] } satisfies Root], remarkPlainFootnotes],
    components: elements,
  })
