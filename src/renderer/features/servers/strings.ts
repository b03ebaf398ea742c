export const strings = {
  title: 'Connect to a server',
  intro: 'An opencode server that already runs somewhere, for example with “opencode serve”.',
  url: 'Address',
  urlPlaceholder: 'http://127.0.0.1:4096',
  nameOptional: 'Name (optional)',
  user: 'User',
  password: 'Password',
  problems: {
    empty: 'Write the server’s address.',
    'not-an-address': 'This is not an address. An example: http://127.0.0.1:4096',
    'not-http': 'Only http and https addresses can be used.',
    'has-password': 'Write the user and the password in their own fields, not in the address.',
  },
  plainRemote: 'The password would travel unencrypted: this address is not https and not on this computer.',
  connect: 'Connect',
  connecting: 'Connecting',
  cancel: 'Cancel',
} as const
