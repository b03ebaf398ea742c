import { expect, test } from 'vitest'
import { parseDeepLink, splitLinks } from './deep-link.ts'

test.each([
  ['millrace://session/ses_1', { type: 'show', route: '/session/ses_1' }],
  ['millrace://session/ses_1?server=local-2', { type: 'show', route: '/s/local-2/session/ses_1' }],
  ['MILLRACE://session/ses_1', { type: 'show', route: '/session/ses_1' }],
  ['millrace://open?path=/home/me/tide%20clock', { type: 'open', path: '/home/me/tide clock' }],
  ['millrace://open/?path=/home/me/../you', { type: 'open', path: '/home/you' }],
])('%s is taken', (link, expected) => {
  expect(parseDeepLink(link)).toEqual(expected)
})

test.each([
  'https://session/ses_1',
  'millrace://session/',
  'millrace://session/../../new/x',
  'millrace://session/ses_1%2F..%2F..',
  'millrace://session/ses_1?server=a/b',
  'millrace://user@session/ses_1',
  'millrace://session:99/ses_1',
  'millrace://open?path=relative/path',
  'millrace://open?path=//server/share',
  'millrace://open?path=%5C%5Cserver%5Cshare',
  'millrace://open?path=/home/%00',
  'millrace://open?path=/home/%E2%80%AEgnp.exe',
  'millrace://open',
  'millrace://run?command=rm',
  `millrace://session/${'a'.repeat(5000)}`,
  'millrace:',
])('%s is nothing', (link) => {
  expect(parseDeepLink(link)).toBeNull()
})

test('links are told apart from what else is on a command line, wherever they stand', () => {
  expect(splitLinks(['--data-dir', '/d', 'millrace://session/a', '--demo'])).toEqual({
    links: ['millrace://session/a'],
    rest: ['--data-dir', '/d', '--demo'],
  })
})
