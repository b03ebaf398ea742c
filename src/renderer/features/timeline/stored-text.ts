// The stored text of an answer, for Copy: one that is still on its way to this window is asked for whole.

import type { SessionRef } from '#contract/ids'
import type { TextPart } from '#contract/model'
import { isWhole, textOf } from '../../preview/preview.ts'
import { rpc } from '../../rpc/rpc.ts'
import { notify } from '../../store/actions.ts'
import { strings } from './strings.ts'
import { joinTexts } from './timeline.logic.ts'

async function storedText({ server, session }: SessionRef, part: TextPart): Promise<string | null> {
  if (part.end === null || isWhole(server, part.id, 'text')) return textOf(server, part.id, 'text')
  const asked = await rpc.partText({ server, session, part: part.id, field: 'text' })
  return asked.ok ? asked.value.text : null
}

/** Null, and said, when a part of it can't be had whole. */
export async function storedTexts(ref: SessionRef, parts: readonly TextPart[]): Promise<string | null> {
  const texts = await Promise.all(parts.map((part) => storedText(ref, part)))
  const whole = texts.filter((text) => text !== null)
  if (whole.length === texts.length) return joinTexts(whole)
  notify('warning', strings.copyFailed)
  return null
}
