// How markdown's elements are drawn where the browser's own won't do.

import type { Element } from 'hast'
import { Image, Square, SquareCheck } from 'lucide-react'
import type { MouseEvent, ReactNode } from 'react'
import type { Components } from 'react-markdown'
import { desktop } from '../../app/desktop.ts'
import { Icon } from '../../ui/Icon.tsx'
import { CodeBlock } from './CodeBlock.tsx'
import { openable } from './links.ts'
import { strings } from './strings.ts'

function ExternalLink({
  href,
  children,
}: {
  readonly href: string | undefined
  readonly children: ReactNode
}) {
  const target = openable(href)
  if (target === null) return <span title={href}>{children}</span>
  const open = (event: MouseEvent) => {
    event.preventDefault()
    if (event.button <= 1) void desktop.openExternal(target)
  }
  return (
    <a href={target} title={target} onClick={open} onAuxClick={open}>
      {children}
    </a>
  )
}

const textOf = (element: Element): string =>
  element.children
    .map((child) => (child.type === 'text' ? child.value : child.type === 'element' ? textOf(child) : ''))
    .join('')

function languageOf(element: Element): string {
  const names = element.properties['className']
  const name = Array.isArray(names) ? names.find((entry) => String(entry).startsWith('language-')) : undefined
  return name === undefined ? '' : String(name).slice('language-'.length)
}

export const elements: Components = {
  a: ({ href, children }) => <ExternalLink href={href}>{children}</ExternalLink>,
  img: ({ src, alt }) => (
    <ExternalLink href={src}>
      <span className="image-chip">
        <Icon icon={Image} size={14} />
        {strings.image(alt || strings.imageWithoutText)}
      </span>
    </ExternalLink>
  ),
  pre: ({ node }) => {
    const code = node?.children.find((child): child is Element => child.type === 'element')
    if (!code) return null
    return <CodeBlock language={languageOf(code)} code={textOf(code).replace(/\n$/, '')} growing={false} />
  },
  table: ({ children }) => (
    <div className="table-scroll" tabIndex={0} role="group" aria-label={strings.table}>
      <table>{children}</table>
    </div>
  ),
  input: ({ checked }) => (
    <span role="img" aria-label={checked ? strings.done : strings.notDone} className="task-mark">
      <Icon icon={checked ? SquareCheck : Square} />
    </span>
  ),
}
