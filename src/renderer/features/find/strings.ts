export const strings = {
  find: 'Find in this session',
  count: (at: number, all: number) => `${at} of ${all}`,
  none: 'Nothing found',
  more: (all: number) => `${all}+`,
  next: 'Next match',
  previous: 'Previous match',
  close: 'Close',
  inClosed: 'Inside a closed row of this turn',
} as const
