// A message as its server takes it.

import { messageID, partID, type MessageID, type SessionID } from '#contract/ids'
import type { OutboxItem, PromptPart } from '#contract/model'
import { fail, type Result } from '#contract/result'
import type { PromptBody, WirePromptPart } from '../backends/backend.ts'
import type { OutboxRow } from '../journal/outbox-store.ts'
import type { ServerRuntime } from '../servers/runtime.ts'

/** A prompt's answer comes at once; a command's and a shell line's when their turn has ended. */
export async function deliver(runtime: ServerRuntime, row: OutboxRow): Promise<Result<null>> {
  const { content, session, agent, model } = row.item
  if (session === null) return fail('not-found', 'The session is not there yet.')
  const parts = content.type === 'shell' ? [] : wireParts(content.parts, row)
  const body: PromptBody = { messageID: row.message, agent, model, parts }
  switch (content.type) {
    case 'prompt':
      return runtime.client.prompt(session, body)
    case 'command':
      return runtime.client.command(session, {
        ...body,
        command: content.command,
        arguments: content.arguments,
      })
    case 'shell':
      return runtime.client.shell(session, row.message, agent ?? 'build', content.command, model)
  }
}

/** Client-made part ids keep a prompt that is sent twice from doubling (seen on 1.18.33). */
function wireParts(parts: readonly PromptPart[], row: OutboxRow): readonly WirePromptPart[] {
  return parts.flatMap((part, index): readonly WirePromptPart[] => {
    const id = row.parts[index]
    return id === undefined ? [] : [{ id, ...part }]
  })
}

export function freshIds(
  { ids, state }: ServerRuntime,
  { content, session }: OutboxItem,
): Pick<OutboxRow, 'message' | 'parts'> {
  const parts = content.type === 'shell' ? [] : content.parts
  return {
    message: messageID(ids.message(newestIn(state, session))),
    parts: parts.map(() => partID(ids.part())),
  }
}

const newestIn = (state: ServerRuntime['state'], session: SessionID | null): MessageID | undefined =>
  session === null ? undefined : state.sessions.get(session)?.content.order.at(-1)

/** Its session holds something newer: the turn loop would not see it under this id. */
export function isBehind({ state }: ServerRuntime, { item, message }: OutboxRow): boolean {
  const newest = newestIn(state, item.session)
  return newest !== undefined && newest > message
}

export function textOf({ content }: OutboxItem): string {
  if (content.type === 'shell') return `!${content.command}`
  const text = content.parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n\n')
  return content.type === 'command' ? `/${content.command} ${content.arguments}`.trim() : text
}
