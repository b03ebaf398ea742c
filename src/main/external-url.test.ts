import { expect, test } from 'vitest'
import { externalUrl } from './external-url.ts'

test.each([
  ['https://example.com/a?b#c', 'https://example.com/a?b#c'],
  ['HTTP://EXAMPLE.com', 'http://example.com/'],
  ['mailto:a@example.com', 'mailto:a@example.com'],
])('%s opens in the system browser', (text, url) => expect(externalUrl(text)).toBe(url))

test.each([
  'file:///etc/passwd',
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,x',
  'smb://host/share',
  'ms-msdt:/id',
  'vscode://file/x',
  'app://millrace/',
  'example.com',
  '/etc/passwd',
  '',
  `https://example.com/${'a'.repeat(10_000)}`,
])('%s does not', (text) => expect(externalUrl(text)).toBeNull())
