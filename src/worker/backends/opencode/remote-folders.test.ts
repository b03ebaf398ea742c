import { expect, test } from 'vitest'
import { fail, ok } from '#contract/result'
import { listRemoteFolder } from './remote-folders.ts'

type Client = Parameters<typeof listRemoteFolder>[0]

/** A machine with some folders, which notes from where it was asked to look. */
function machine(home: string, folders: Readonly<Record<string, readonly string[]>>) {
  const lookedFrom: string[] = []
  const client: Client = {
    home: async () => ok(home),
    files: async (directory, inside) => {
      lookedFrom.push(directory)
      const names = folders[directory + inside]
      if (names === undefined) return fail('server-error', 'Unexpected server error.')
      const separator = home.includes('\\') ? '\\' : '/'
      const at = inside === '' ? directory : `${directory}${inside}${separator}`
      return ok(
        names.map((name) => ({
          name,
          absolute: at + name,
          type: name.includes('.txt') ? ('file' as const) : ('directory' as const),
        })),
      )
    },
  }
  return { client, lookedFrom }
}

test('the home folder of the server’s machine is listed, hidden folders included, files left out', async () => {
  const { client } = machine('/home/ada', { '/home/ada': ['src', '.config', 'notes.txt'] })
  expect(await listRemoteFolder(client, null)).toEqual(
    ok({
      path: '/home/ada',
      parent: '/home',
      home: '/home/ada',
      entries: [
        { name: '.config', path: '/home/ada/.config', git: false },
        { name: 'src', path: '/home/ada/src', git: false },
      ],
    }),
  )
})

test('the server looks from the root, so that browsing a folder runs nothing of it', async () => {
  const { client, lookedFrom } = machine('/home/ada', { '/srv/app': ['lib'], '/': ['srv'] })
  const listed = await listRemoteFolder(client, '/srv/./app/')
  expect(listed).toMatchObject({ ok: true, value: { path: '/srv/app', entries: [{ path: '/srv/app/lib' }] } })
  expect(await listRemoteFolder(client, '/')).toMatchObject({ ok: true, value: { path: '/', parent: null } })
  expect(lookedFrom).toEqual(['/', '/'])
})

test('a machine with drives is walked by its own separators', async () => {
  const { client } = machine('C:\\Users\\Ada', { 'C:\\Users': ['Ada'] })
  expect(await listRemoteFolder(client, 'C:\\Users\\')).toMatchObject({
    ok: true,
    value: { path: 'C:\\Users', parent: 'C:\\', entries: [{ path: 'C:\\Users\\Ada' }] },
  })
})

test('a folder that is not there is named', async () => {
  const { client } = machine('/home/ada', {})
  expect(await listRemoteFolder(client, '/nope')).toMatchObject({
    ok: false,
    error: { code: 'not-found', message: expect.stringContaining('/nope') },
  })
})
