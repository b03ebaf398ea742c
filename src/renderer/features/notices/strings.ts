export const strings = {
  region: 'Notices',
  dismiss: 'Dismiss',
  tones: { info: 'Note', success: 'Done', warning: 'Warning', danger: 'Error' },
  openSession: 'Show',
} as const
