import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFiles } from '#test/temporary-files'
import { chooseOpencode, compareVersions, findBundled } from './find-opencode.ts'

const BUNDLED = '1.18.33'
const variants = ['', '-musl', '-baseline', '-baseline-musl']
const packageOf = (variant: string): string =>
  `node_modules/opencode-${process.platform}-${process.arch}${variant}`

/** An app with a bundled opencode, whatever this machine's processor needs. */
const app = (): string =>
  temporaryFiles(
    Object.fromEntries(
      variants.flatMap((variant) => [
        [`${packageOf(variant)}/package.json`, JSON.stringify({ version: BUNDLED })],
        [`${packageOf(variant)}/bin/opencode`, '#!/bin/sh\n'],
      ]),
    ),
  )
const own = (version: string): string =>
  temporaryFiles({ opencode: `#!/bin/sh\necho "opencode ${version}"\n` })
const env = (...folders: readonly string[]) => ({ PATH: [...folders, '/usr/bin', '/bin'].join(':') })

test('the app’s own is found beside the app', () => {
  const root = app()
  const found = findBundled(root)
  expect(found).toMatchObject({ ok: true, value: { version: BUNDLED, notice: null } })
  if (found.ok) expect(found.value.path.startsWith(join(root, 'node_modules'))).toBe(true)
})

test('where it is missing one sentence says what to do', () => {
  const found = findBundled(temporaryFiles({ 'package.json': '{}' }))
  expect(found).toMatchObject({ ok: false, error: { code: 'not-found' } })
  if (!found.ok) expect(found.error.message).toContain('Install Millrace again')
})

test('a package without its program does not count', () => {
  const root = temporaryFiles({ [`${packageOf('')}/package.json`]: JSON.stringify({ version: BUNDLED }) })
  expect(findBundled(root).ok).toBe(false)
})

test('the bundled one runs unless the person’s own is newer, and then it is said why', async () => {
  const root = app()
  const older = await chooseOpencode('bundled', root, env(own('1.9.99')))
  expect(older).toMatchObject({ ok: true, value: { version: BUNDLED, notice: null } })
  const newer = await chooseOpencode('bundled', root, env(own('1.19.0')))
  expect(newer).toMatchObject({ ok: true, value: { version: '1.19.0' } })
  if (newer.ok) expect(newer.value.notice).toContain('newer than the bundled one (1.18.33)')
})

test('the person’s own runs where they prefer it, also an older one', async () => {
  const folder = own('1.2.3')
  const chosen = await chooseOpencode('path', app(), env(folder))
  expect(chosen).toMatchObject({ ok: true, value: { path: join(folder, 'opencode'), version: '1.2.3' } })
})

test('where there is none on PATH the bundled one runs, and it is said', async () => {
  const chosen = await chooseOpencode('path', app(), env())
  expect(chosen).toMatchObject({ ok: true, value: { version: BUNDLED } })
  if (chosen.ok) expect(chosen.value.notice).toContain('no opencode on PATH')
})

test('a program of that name that tells no version is passed over', async () => {
  const broken = temporaryFiles({ opencode: '#!/bin/sh\nexit 3\n' })
  const folder = own('1.20.0')
  const chosen = await chooseOpencode('path', app(), env(broken, folder))
  expect(chosen).toMatchObject({ ok: true, value: { path: join(folder, 'opencode') } })
})

test.for([
  ['1.18.33', '1.18.33', 0],
  ['1.9.0', '1.18.0', -1],
  ['2.0.0', '1.99.99', 1],
  ['1.18.4', '1.18.33', -1],
] as const)('%s against %s', ([a, b, sign]) => {
  expect(Math.sign(compareVersions(a, b))).toBe(sign)
})
