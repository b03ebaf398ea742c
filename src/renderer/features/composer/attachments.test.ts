import { expect, it } from 'vitest'
import {
  attachedBytes,
  blobOf,
  dataUrlBytes,
  isLongPaste,
  LONG_PASTE_CHARACTERS,
  LONG_PASTE_LINES,
  MAX_ATTACHMENT_BYTES,
  MAX_ATTACHMENTS_BYTES,
  readAttachment,
  refusal,
} from './attachments.ts'

it('lets a file in as long as it and the whole message fit', () => {
  expect(refusal('a.png', MAX_ATTACHMENT_BYTES, 0)).toBeNull()
  expect(refusal('a.png', MAX_ATTACHMENT_BYTES + 1, 0)).toContain('10 MiB')
  expect(refusal('a.png', 2, MAX_ATTACHMENTS_BYTES - 1)).toContain('20 MiB')
  expect(refusal('a.png', 0, 0)).toContain('empty')
})

it('makes a chip of a paste that is long in letters or lines', () => {
  expect(isLongPaste('x'.repeat(LONG_PASTE_CHARACTERS))).toBe(false)
  expect(isLongPaste('x'.repeat(LONG_PASTE_CHARACTERS + 1))).toBe(true)
  expect(isLongPaste('\n'.repeat(LONG_PASTE_LINES - 1))).toBe(false)
  expect(isLongPaste('\n'.repeat(LONG_PASTE_LINES))).toBe(true)
})

it('carries every byte of a file, larger ones too', async () => {
  const bytes = Uint8Array.from({ length: 100_001 }, (_, index) => index % 256)
  const read = await readAttachment(new File([bytes], 'shot.png', { type: 'image/png' }), 0)
  if (!read.ok || read.value.type !== 'file') throw new Error('not read')
  expect(read.value.url.startsWith('data:image/png;base64,')).toBe(true)
  expect(dataUrlBytes(read.value.url)).toBe(bytes.length)
  expect(attachedBytes([{ id: 'a', part: read.value }])).toBe(bytes.length)
  expect(new Uint8Array(await blobOf(read.value).arrayBuffer())).toEqual(bytes)
})

it('sends source code as plain text, whatever type the system calls it', async () => {
  const read = await readAttachment(new File(['const a = 1'], 'a.ts', { type: 'video/mp2t' }), 0)
  expect(read).toMatchObject({ ok: true, value: { mime: 'text/plain', filename: 'a.ts' } })
})
