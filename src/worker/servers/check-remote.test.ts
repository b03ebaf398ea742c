import { expect, test } from 'vitest'
import { createCodenomadDouble } from '#test/codenomad/double'
import { createManualClock } from '#test/manual-clock'
import { createOpencodeDouble } from '#test/opencode-double/double'
import { createRemoteCheck } from './check-remote.ts'

const PASSWORD = 'correct horse battery'
const credentials = { username: 'opencode', password: PASSWORD }

const checkWith = (answer: typeof fetch) => createRemoteCheck({ fetch: answer, clock: createManualClock() })
const html =
  (status: number): typeof fetch =>
  () =>
    Promise.resolve(new Response('<!doctype html>', { status, headers: { 'content-type': 'text/html' } }))
const broken =
  (code: string): typeof fetch =>
  () =>
    Promise.reject(new TypeError('fetch failed', { cause: { code } }))

async function startCodenomad() {
  const double = await createCodenomadDouble({
    clock: createManualClock(),
    password: PASSWORD,
    opencode: { url: 'http://127.0.0.1:1', password: '' },
  })
  return Object.assign(double, { [Symbol.asyncDispose]: () => double.close() })
}
const startOpencode = (): typeof fetch =>
  createOpencodeDouble({ clock: createManualClock(), random: () => 0.5, credentials }).fetch

test('each kind of server is told from the other, and from a web page, without signing in', async () => {
  await using codenomad = await startCodenomad()
  expect(await checkWith(fetch).detect(codenomad.url)).toBe('codenomad')
  expect(await checkWith(startOpencode()).detect('http://server')).toBe('url')
  expect(await checkWith(html(200)).detect('http://server')).toBeNull()
  expect(await checkWith(broken('ECONNREFUSED')).detect('http://server')).toBeNull()
})

test('the usual user name of each stands where none is written', async () => {
  await using codenomad = await startCodenomad()
  const at = (url: string) => ({ url, username: '', password: PASSWORD })
  expect(await checkWith(fetch).check(at(codenomad.url), null)).toMatchObject({
    ok: true,
    value: { kind: 'codenomad', version: '0.16.0', access: { username: 'codenomad' } },
  })
  expect(await checkWith(startOpencode()).check(at('http://server'), null)).toMatchObject({
    ok: true,
    value: { kind: 'url', access: { username: 'opencode' } },
  })
})

const access = { url: 'http://server', username: 'ada', password: 'wrong' }
test.each([
  ['a web page', html(200), 'http://server answers, but not as an opencode or CodeNomad server does.'],
  ['nothing', broken('ECONNREFUSED'), 'Nothing answers at http://server.'],
  [
    'a certificate of its own',
    broken('SELF_SIGNED_CERT_IN_CHAIN'),
    'http://server has a certificate that is not trusted here. On its own computer its http address can be used.',
  ],
])('%s is said plainly', async (_what, answer, message) => {
  expect(await checkWith(answer).check(access, null)).toMatchObject({ ok: false, error: { message } })
})

test('a server that was a CodeNomad server and is not any more is not spoken to as one', async () => {
  const checked = await checkWith(html(200)).check(access, 'codenomad')
  expect(checked).toMatchObject({
    error: { code: 'not-opencode', message: 'http://server answers, but not as a CodeNomad server does.' },
  })
})

test('a wrong password is told from a wrong address', async () => {
  await using codenomad = await startCodenomad()
  const checked = await checkWith(fetch).check({ ...access, url: codenomad.url }, null)
  expect(checked).toMatchObject({
    error: { code: 'unauthorized', message: `${codenomad.url} refused that user name and password.` },
  })
})
