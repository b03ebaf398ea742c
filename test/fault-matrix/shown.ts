import type { SessionActivity } from '#contract/model'
import type { Person } from './person.ts'

/** What a person sees, without what only one life of a client has: connection, when a folder was opened, unread marks. */
export function shownBy(person: Person, lost: ReadonlyMap<string, string>): unknown {
  const records = Object.entries(person.records()).flatMap(([key, value]) => {
    const kind = key.split(' ')[0]
    if (kind === 'server' || kind === 'project' || kind === 'notice') return []
    if (kind === 'gaps' && lost.size > 0) return []
    return kind === 'activity' ? activityOf(key, value as SessionActivity) : [[key, value] as const]
  })
  const texts = Object.entries(person.window.model().texts())
  return { records, texts: texts.filter(([key]) => !lost.has(key.split('/')[0] ?? '')) }
}

function activityOf(
  key: string,
  { status, error }: SessionActivity,
): readonly (readonly [string, unknown])[] {
  return status.type === 'idle' && error === null ? [] : [[key, { status: status.type, error }]]
}
