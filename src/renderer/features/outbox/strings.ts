export const strings = {
  label: 'Not sent yet',
  waitingServer: 'Waits for the server',
  waitingTurn: 'Next, after this turn',
  waitingOther: 'Then, after the one above',
  waitingRetry: (at: string) => `The server is too busy; tried again at ${at}`,
  retryNow: 'Try now',
  sending: 'Sending…',
  failed: (message: string) => `Not sent: ${message}`,
  retry: 'Try again',
  edit: 'Edit',
  remove: 'Remove',
  attachments: (count: number) => (count === 1 ? '1 attachment' : `${count} attachments`),
} as const
