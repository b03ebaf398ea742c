// How much memory a session's messages take, near enough to hold a budget.

import type { Part } from '#contract/model'
import type { Content } from './state.ts'

/** The most that a letter takes in a string. */
const BYTES_PER_UNIT = 2
/** An entry of a map and the object behind it. */
const BYTES_PER_RECORD = 200

/** Parts never change, they are replaced: each is weighed once. */
const weighed = new WeakMap<Part, number>()

export function contentBytes(content: Content): number {
  let units = 0
  for (const fields of content.texts.values()) {
    for (const { text } of fields.values()) units += text.length
  }
  for (const part of content.parts.values()) units += recordUnits(part)
  return units * BYTES_PER_UNIT + (content.messages.size + content.parts.size) * BYTES_PER_RECORD
}

/** A tool's input and metadata can be as long as its output; other parts are small. */
function recordUnits(part: Part): number {
  if (part.type !== 'tool') return 0
  let units = weighed.get(part)
  if (units === undefined) weighed.set(part, (units = JSON.stringify(part).length))
  return units
}
