// A trust request's lines, sorted by what they do: what runs a program comes before what only configures.

export type TrustKind = 'plugin' | 'mcp' | 'config' | 'other'

export interface TrustItem {
  readonly kind: TrustKind
  /** Exactly as the worker names it. */
  readonly text: string
}

const order: readonly TrustKind[] = ['plugin', 'mcp', 'other', 'config']

const kindOf = (text: string): TrustKind => {
  if (/^plugin\b/i.test(text)) return 'plugin'
  if (/^mcp\b/i.test(text)) return 'mcp'
  if (/^configuration\b/i.test(text)) return 'config'
  return 'other'
}

export const trustItems = (items: readonly string[]): readonly TrustItem[] =>
  items
    .map((text) => ({ kind: kindOf(text), text }))
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
