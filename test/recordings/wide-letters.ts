import type { RecordedEvent } from './recordings.ts'

/** With letters of one, three and four bytes, the last a surrogate pair, wherever a model wrote. */
export function withWideLetters({ at, data }: RecordedEvent): RecordedEvent {
  const event = JSON.parse(data) as { payload: { properties?: Record<string, unknown> } }
  const widen = (text: unknown) =>
    typeof text === 'string' ? text.replaceAll('o', '🌊').replaceAll('a', '潮') : text
  const { properties } = event.payload
  if (properties && 'delta' in properties) properties['delta'] = widen(properties['delta'])
  const part = properties?.['part']
  if (typeof part === 'object' && part !== null && 'text' in part) part.text = widen(part.text)
  return { at, data: JSON.stringify(event) }
}
