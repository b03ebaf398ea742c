import { memo } from 'react'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { useHighlight } from './highlight.ts'
import type { CodeTokens } from './highlight-protocol.ts'
import { strings } from './strings.ts'

const Tokens = memo(function Tokens({ lines }: { readonly lines: CodeTokens }) {
  return lines.map((line, index) => (
    <span key={index}>
      {line.map(([text, className], at) =>
        className === '' ? (
          text
        ) : (
          <span key={at} className={className}>
            {text}
          </span>
        ),
      )}
      {index < lines.length - 1 && '\n'}
    </span>
  ))
})

export interface CodeProps {
  readonly language: string
  readonly code: string
  /** Still being written: drawn plain until it ends. */
  readonly growing: boolean
}

/** The code alone, coloured once its tokens are known; its size never changes with that. */
export function Code({ language, code, growing }: CodeProps) {
  const tokens = useHighlight(language, code, growing)
  return <code>{tokens ? <Tokens lines={tokens} /> : code}</code>
}

export const CodeBlock = memo(function CodeBlock({ language, code, growing }: CodeProps) {
  return (
    <div className="group/code code-block">
      <div className="flex h-8 items-center justify-between pr-1 pl-3 text-12 text-text-3">
        <span>{language || strings.code}</span>
        <CopyButton text={() => code} label={strings.copyCode} />
      </div>
      {/* A region that scrolls must be reachable by keyboard. */}
      <pre tabIndex={0}>
        <Code language={language} code={code} growing={growing} />
      </pre>
    </div>
  )
})
