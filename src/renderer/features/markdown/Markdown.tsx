import { memo, useRef, useState } from 'react'
import ReactMarkdown from 'react-markdown'
import remarkGfm from 'remark-gfm'
import remend from 'remend'
import { CodeBlock } from './CodeBlock.tsx'
import { elements } from './elements.tsx'
import { fenceOf } from './fence.ts'
import { remarkPlainFootnotes } from './footnotes.ts'
import { useHeldWhileSelected } from './hold.ts'
import { createSplitter, withDefinitions } from './split.ts'
import './markdown.css'

const plugins = [remarkGfm, remarkPlainFootnotes]

interface BlockProps {
  readonly source: string
  readonly growing: boolean
}

/** One top-level block, drawn again only when its own source changes. */
const MarkdownBlock = memo(function MarkdownBlock({ source, growing }: BlockProps) {
  const fence = fenceOf(source)
  if (fence) return <CodeBlock language={fence.language} code={fence.code} growing={growing} />
  // An unfinished link or emphasis would show its raw marks for a moment.
  const healed = growing ? remend(source, { linkMode: 'text-only' }) : source
  return (
    <ReactMarkdown remarkPlugins={plugins} components={elements}>
      {healed}
    </ReactMarkdown>
  )
})

export interface MarkdownProps {
  readonly text: string
  /** More text may come. */
  readonly growing: boolean
}

/** Markdown that may still grow. Finished blocks are never drawn again; raw HTML shows as text. */
export function Markdown({ text, growing }: MarkdownProps) {
  const [split] = useState(createSplitter)
  const box = useRef<HTMLDivElement>(null)
  const shown = useHeldWhileSelected(box, text, growing)
  const { frozen, tail, definitions } = split(shown)
  return (
    <div ref={box} className="markdown">
      {[...frozen, ...tail].map((block, index) => (
        <MarkdownBlock
          key={block.at}
          source={withDefinitions(block.source, definitions)}
          growing={growing && index === frozen.length + tail.length - 1}
        />
      ))}
    </div>
  )
}
