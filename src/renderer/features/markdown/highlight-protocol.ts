/** Per line: runs of text and the class that colours them ('' for none). */
export type CodeTokens = readonly (readonly (readonly [text: string, className: string])[])[]

export interface HighlightRequest {
  readonly id: number
  readonly language: string
  readonly code: string
}

/** `tokens` null: no grammar for that language, or it failed; the code stays as it is. */
export interface HighlightAnswer {
  readonly id: number
  readonly tokens: CodeTokens | null
}
