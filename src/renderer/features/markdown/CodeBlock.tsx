import { memo } from 'react'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { codeChunks, codeLines } from './code-lines.ts'
import { MAX_LINES, useHighlight } from './highlight.ts'
import type { CodeTokens } from './highlight-protocol.ts'
import { strings } from './strings.ts'

/** Compared as one; while code grows, only its last chunk is drawn again. */
const CHUNK_LINES = 50

interface ChunkProps {
  readonly text: string
  readonly tokens: CodeTokens
}

const sameChunk = (a: ChunkProps, b: ChunkProps): boolean =>
  a.text === b.text &&
  a.tokens.length === b.tokens.length &&
  a.tokens.every((line, index) => line === b.tokens[index])

/** Lines of code, coloured as far as their tokens are known: colours are classes, so nothing moves. */
const Chunk = memo(function Chunk({ text, tokens }: ChunkProps) {
  if (tokens.length === 0) return text
  return codeLines(text, tokens).map((line, index, lines) => {
    const known = line.tokens ?? []
    const rest = line.text.slice(known.reduce((sum, [piece]) => sum + piece.length, 0))
    return (
      <span key={index}>
        {known.map(([piece, className], at) =>
          className === '' ? (
            piece
          ) : (
            <span key={at} className={className}>
              {piece}
            </span>
          ),
        )}
        {rest}
        {index < lines.length - 1 && '\n'}
      </span>
    )
  })
}, sameChunk)

const none: CodeTokens = []

export interface CodeProps {
  readonly language: string
  readonly code: string
  /** More of it may come. */
  readonly growing: boolean
}

/** The code alone, each line coloured once its tokens are known; its size never changes with that. */
export function Code({ language, code, growing }: CodeProps) {
  const tokens = useHighlight(language, code, growing) ?? none
  return (
    <code>
      {codeChunks(code, CHUNK_LINES, MAX_LINES).map(({ text, line }) => (
        <Chunk key={line} text={text} tokens={tokens.slice(line, line + CHUNK_LINES)} />
      ))}
    </code>
  )
}

export const CodeBlock = memo(function CodeBlock({ language, code, growing }: CodeProps) {
  return (
    <div className="group/code code-block">
      <div className="flex h-8 items-center justify-between pr-1 pl-3 text-12 text-text-3">
        <span className="select-none">{language || strings.code}</span>
        <CopyButton text={() => code} label={strings.copyCode} />
      </div>
      {/* A region that scrolls must be reachable by keyboard. */}
      <pre tabIndex={0}>
        <Code language={language} code={code} growing={growing} />
      </pre>
    </div>
  )
})
