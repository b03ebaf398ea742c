export const strings = {
  region: 'Notices',
  dismiss: 'Dismiss',
  tones: { info: 'Note', success: 'Done', warning: 'Warning', danger: 'Error' },
  lookAtFolder: 'See what it would run',
  openSession: 'Show',
} as const
