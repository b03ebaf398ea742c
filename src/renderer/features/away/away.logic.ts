// What is said of the time a person was away. Pure.

import type { AwayItem, AwayKind } from '#contract/away'
import { strings } from './strings.ts'

/** What asks for something comes first, in the sentence and in the list. */
const ORDER: readonly AwayKind[] = ['asked', 'failed', 'unsent', 'interrupted', 'ended', 'crashed']

/** The sentence reads by how usual each is: "2 turns ended, 1 failed, 1 question waits for you". */
const SENTENCE: readonly AwayKind[] = ['ended', 'failed', 'interrupted', 'asked', 'unsent', 'crashed']

export function sentenceOf(items: readonly AwayItem[]): string {
  const said = SENTENCE.flatMap((kind) => {
    const count = items.filter((item) => item.kind === kind).length
    return count === 0 ? [] : [strings.counts[kind](count)]
  })
  return `${said.join(', ')}.`
}

export const inOrder = (items: readonly AwayItem[]): readonly AwayItem[] =>
  items.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || b.at - a.at)

/** What opening one of them has seen to: all of the same session. */
export const togetherWith = (
  items: readonly AwayItem[],
  { id, server, session }: AwayItem,
): readonly string[] =>
  items
    .filter(
      (item) => item.id === id || (session !== null && item.server === server && item.session === session),
    )
    .map((item) => item.id)
