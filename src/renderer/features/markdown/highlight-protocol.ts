/** One line: runs of text and the class that colours them ('' for none). */
export type LineTokens = readonly (readonly [text: string, className: string])[]
export type CodeTokens = readonly LineTokens[]

/** More of a code block that may still grow. */
export interface HighlightRequest {
  readonly id: number
  /** The block; what comes before `from` was asked for under the same number. */
  readonly stream: number
  readonly language: string
  /** How many whole lines were answered already. */
  readonly from: number
  /** What follows them; its last line need not be whole. */
  readonly code: string
}

/** The block is no longer drawn: what is remembered of it can go. */
export interface HighlightEnd {
  readonly ended: number
}

export type HighlightResult =
  /** The lines from `from` on. */
  | { readonly type: 'tokens'; readonly tokens: CodeTokens }
  /** What came before is no longer remembered: ask from the first line on. */
  | { readonly type: 'again' }
  /** No grammar for that language, or it failed: the code stays as it is. */
  | { readonly type: 'none' }

export interface HighlightAnswer {
  readonly id: number
  readonly result: HighlightResult
}
