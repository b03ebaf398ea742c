import type { Command } from '#contract/commands'
import { strings } from './strings.ts'

/** What was answered, in a word or a few; empty for what is no answer. */
export function givenAnswer(command: Command): string {
  switch (command.type) {
    case 'permission':
      return strings[command.reply]
    case 'question':
      return command.answers.map((labels) => labels.join(', ')).join('; ')
    case 'reject-question':
      return strings.reject
    case 'abort':
    case 'rename':
      return ''
  }
}
