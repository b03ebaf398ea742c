// What a composer holds while a person writes, and how it becomes something to send. Pure.

import type { CatalogCommand, Outgoing, PromptPart } from '#contract/model'
import type { Draft } from '#contract/rpc'

/** Something beside the text: an attached file, a long paste, or what an `@mention` in the text stands for. */
export interface Chip {
  readonly id: string
  readonly part: PromptPart
}

export interface Content {
  readonly text: string
  readonly chips: readonly Chip[]
}

type ChipKind = 'image' | 'file' | 'paste' | 'mention'

export const EMPTY: Content = { text: '', chips: [] }

export const chipKind = (part: PromptPart): ChipKind => {
  switch (part.type) {
    case 'text':
      return 'paste'
    case 'agent':
      return 'mention'
    case 'file':
      if (!part.url.startsWith('data:')) return 'mention'
      return part.mime.startsWith('image/') ? 'image' : 'file'
  }
}

/** Chips with a place of their own; a mention shows as text only. */
export const isVisible = (chip: Chip): boolean => chipKind(chip.part) !== 'mention'

type Mode =
  | { readonly type: 'prompt' }
  | { readonly type: 'shell'; readonly command: string }
  | { readonly type: 'command'; readonly command: string; readonly arguments: string }

const FIRST_WORD = /^\/(\S+)\s*/
/** Nested commands have slashes in their names, but so do paths. */
const LOOKS_LIKE_A_COMMAND = /^[\p{L}\p{N}][\p{L}\p{N}_:.-]*$/u

/**
 * `commands` null: not known yet (the server is not up), so that anything shaped like a command is one and
 * the server has the last word.
 */
export const modeOf = (text: string, commands: readonly CatalogCommand[] | null): Mode => {
  if (text.startsWith('!')) return { type: 'shell', command: text.slice(1).trim() }
  const [head = '', name = ''] = FIRST_WORD.exec(text) ?? []
  const isCommand =
    commands === null ? LOOKS_LIKE_A_COMMAND.test(name) : commands.some((command) => command.name === name)
  return isCommand
    ? { type: 'command', command: name, arguments: text.slice(head.length).trimEnd() }
    : { type: 'prompt' }
}

const mentionToken = (part: PromptPart): string | null =>
  part.type === 'agent' ? `@${part.name}` : part.type === 'file' ? `@${part.filename}` : null

const ENDS_A_MENTION = /^(?:$|[\s,;:!?)\]}'"]|\.(?:\s|$))/
const BEGINS_A_MENTION = /(?:^|[\s([{'"])$/

/** `@src/a.ts` stands in the text as a word of its own, not as the beginning of `@src/a.tsx`. */
export const mentions = (text: string, token: string): boolean => {
  for (let at = text.indexOf(token); at !== -1; at = text.indexOf(token, at + 1))
    if (
      BEGINS_A_MENTION.test(text.slice(Math.max(0, at - 1), at)) &&
      ENDS_A_MENTION.test(text.slice(at + token.length, at + token.length + 2))
    )
      return true
  return false
}

/** Mentions whose `@…` was deleted from the text say nothing any more. */
const isStillMeant = (text: string, chip: Chip): boolean => {
  if (isVisible(chip)) return true
  const token = mentionToken(chip.part)
  return token !== null && mentions(text, token)
}

const trimmed = (text: string): string => text.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd()

export interface Submission {
  readonly outgoing: Outgoing
  /** What this kind of message can't carry and so stays in the composer. */
  readonly rest: Content
}

/** Null: there is nothing to send. */
export const submissionOf = (
  content: Content,
  commands: readonly CatalogCommand[] | null,
): Submission | null => {
  const mode = modeOf(content.text, commands)
  const parts = content.chips.filter((chip) => isStillMeant(content.text, chip)).map((chip) => chip.part)
  if (mode.type === 'shell') {
    if (mode.command === '') return null
    return {
      outgoing: { type: 'shell', command: mode.command },
      rest: { text: '', chips: content.chips.filter(isVisible) },
    }
  }
  if (mode.type === 'command') {
    const pasted = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []))
    return {
      outgoing: {
        type: 'command',
        command: mode.command,
        arguments: [mode.arguments, ...pasted].filter((text) => text !== '').join('\n\n'),
        parts: parts.filter((part) => part.type === 'file'),
      },
      rest: EMPTY,
    }
  }
  const text = trimmed(content.text)
  if (text === '' && !content.chips.some(isVisible)) return null
  return {
    outgoing: {
      type: 'prompt',
      parts: [...(text === '' ? [] : [{ type: 'text' as const, text }]), ...parts],
    },
    rest: EMPTY,
  }
}

/** The way back: a message taken out of the outbox becomes something to edit. */
export const contentOf = (outgoing: Outgoing, newId: () => string): Content => {
  const chipsOf = (parts: readonly PromptPart[]): readonly Chip[] =>
    parts.map((part) => ({ id: newId(), part }))
  switch (outgoing.type) {
    case 'shell':
      return { text: `!${outgoing.command}`, chips: [] }
    case 'command':
      return {
        text:
          outgoing.arguments === '' ? `/${outgoing.command}` : `/${outgoing.command} ${outgoing.arguments}`,
        chips: chipsOf(outgoing.parts),
      }
    case 'prompt': {
      const [first, ...others] = outgoing.parts
      return first?.type === 'text'
        ? { text: first.text, chips: chipsOf(others) }
        : { text: '', chips: chipsOf(outgoing.parts) }
    }
  }
}

/** Puts something back without losing what has been written since: it goes first, the newer text after it. */
export const putBack = (back: Content, now: Content): Content => ({
  text: [back.text, now.text].filter((text) => text !== '').join('\n\n'),
  chips: [...back.chips, ...now.chips],
})

/** One line that says what a queued message is. */
export const summaryOf = (outgoing: Outgoing): string => {
  switch (outgoing.type) {
    case 'shell':
      return `!${outgoing.command}`
    case 'command':
      return `/${outgoing.command} ${outgoing.arguments}`.trimEnd()
    case 'prompt':
      return outgoing.parts
        .flatMap((part) => (part.type === 'text' ? [part.text] : []))
        .join(' ')
        .trim()
  }
}

/** Null when there is nothing worth keeping. */
export const draftOf = (content: Content): Draft | null =>
  content.text === '' && !content.chips.some(isVisible)
    ? null
    : { text: content.text, attachments: content.chips.map((chip) => chip.part) }

export const contentOfDraft = (draft: Draft, newId: () => string): Content => ({
  text: draft.text,
  chips: draft.attachments.map((part) => ({ id: newId(), part })),
})
