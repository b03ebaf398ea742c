export const strings = {
  label: 'Not sent yet',
  'waiting-server': 'Waits for the server',
  'waiting-turn': 'Next, after this turn',
  sending: 'Sending…',
  failed: (message: string) => `Not sent: ${message}`,
  retry: 'Try again',
  edit: 'Edit',
  remove: 'Remove',
  attachments: (count: number) => (count === 1 ? '1 attachment' : `${count} attachments`),
} as const
