export const strings = {
  find: 'Find in this session',
  count: (at: number, all: number) => `${at} of ${all}`,
  countMany: (at: number, all: number) => `${at} of more than ${all}`,
  none: 'Nothing found',
  next: 'Next match',
  previous: 'Previous match',
  close: 'Close',
  inClosed: 'in a closed row',
} as const
