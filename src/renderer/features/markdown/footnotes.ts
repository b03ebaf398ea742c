// Blocks are drawn one by one, so footnotes can't be numbered or gathered over a whole text: a reference
// shows its own label, and the note stays where it was written.

import type { Paragraph, Root, RootContent } from 'mdast'
import { NOTED_ELSEWHERE } from './split.ts'

interface Parent {
  children: unknown[]
}

const mark = (label: string) => ({
  type: 'footnoteMark',
  data: { hName: 'sup' },
  children: [{ type: 'text', value: label }],
})

const isElsewhere = ({ children: [only] }: Paragraph): boolean =>
  only?.type === 'text' && only.value === NOTED_ELSEWHERE

function rewrite(parent: Parent): void {
  parent.children = parent.children.flatMap((node) => {
    const child = node as RootContent
    if (child.type === 'footnoteReference') return mark(child.label ?? child.identifier)
    if ('children' in child) rewrite(child)
    if (child.type !== 'footnoteDefinition') return child
    const first = child.children[0]
    if (first?.type === 'paragraph' && isElsewhere(first)) return []
    const label = mark(child.label ?? child.identifier)
    if (first?.type === 'paragraph') (first as Parent).children.unshift(label, { type: 'text', value: ' ' })
    return { type: 'footnoteNote', data: { hName: 'div' }, children: child.children }
  })
}

export const remarkPlainFootnotes = () => (tree: Root) => rewrite(tree)
