import type { AwayKind } from '#contract/away'

const counted = (count: number, one: string, many: string): string =>
  count === 1 ? `1 ${one}` : `${count} ${many}`

export const strings = {
  title: 'While you were away',
  dismiss: 'Dismiss',
  more: (count: number) => `and ${count} more`,
  untitled: 'Untitled session',
  counts: {
    ended: (count: number) => counted(count, 'turn ended', 'turns ended'),
    failed: (count: number) => `${count} failed`,
    interrupted: (count: number) => counted(count, 'was interrupted', 'were interrupted'),
    asked: (count: number) => counted(count, 'question waits for you', 'questions wait for you'),
    unsent: (count: number) => counted(count, 'message was not sent', 'messages were not sent'),
    crashed: (count: number) =>
      counted(count, 'server crashed and was started again', 'servers crashed and were started again'),
  } satisfies Readonly<Record<AwayKind, (count: number) => string>>,
  rows: {
    ended: 'Ended',
    failed: 'Failed',
    interrupted: 'Interrupted',
    asked: 'Waits for you',
    unsent: 'Not sent',
    crashed: 'Crashed',
  } satisfies Readonly<Record<AwayKind, string>>,
} as const
