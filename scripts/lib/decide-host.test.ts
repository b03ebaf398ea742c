import { expect, test } from 'vitest'
import { decideHost, type HostFacts } from './decide-host.ts'

const READY: HostFacts = {
  platform: 'linux',
  isRoot: false,
  hasDisplay: true,
  runtime: 'present',
  sandbox: { namespacesForbidden: false, helperIsSetuidRoot: false, helper: '/dist/chrome-sandbox' },
}

const FORBIDDEN = { ...READY.sandbox, namespacesForbidden: true }

test('a machine that has everything opens the desktop app', () => {
  expect(decideHost(READY)).toEqual({ host: 'desktop' })
})

test('without a display the browser host runs and opens nothing', () => {
  const decision = decideHost({ ...READY, hasDisplay: false })
  expect(decision).toMatchObject({ host: 'browser', canOpen: false })
})

test('without a display or as root nothing is downloaded', () => {
  expect(decideHost({ ...READY, runtime: 'absent', hasDisplay: false }).host).toBe('browser')
  expect(decideHost({ ...READY, runtime: 'absent', isRoot: true }).host).toBe('browser')
})

test('a missing runtime is downloaded, and one that can not be had leads to the browser with the reason', () => {
  expect(decideHost({ ...READY, runtime: 'absent' })).toEqual({ host: 'download' })
  const decision = decideHost({ ...READY, runtime: { unavailable: 'no byte arrived for 20 s' } })
  expect(decision).toMatchObject({ host: 'browser', canOpen: true })
  expect(decision).toHaveProperty('why', expect.stringContaining('no byte arrived for 20 s'))
})

test('root gets the browser host and is told how to get the window', () => {
  expect(decideHost({ ...READY, isRoot: true })).toHaveProperty(
    'why',
    expect.stringContaining('ordinary user'),
  )
})

test('a system that forbids the sandbox gets the browser host and the remedy, with its path', () => {
  expect(decideHost({ ...READY, sandbox: FORBIDDEN })).toHaveProperty(
    'why',
    expect.stringContaining("sudo chmod 4755 '/dist/chrome-sandbox'"),
  )
})

test('the remedy works: with the setuid helper the desktop app opens', () => {
  expect(decideHost({ ...READY, sandbox: { ...FORBIDDEN, helperIsSetuidRoot: true } })).toEqual({
    host: 'desktop',
  })
})

test.each(['darwin', 'win32'] as const)('%s knows neither root nor namespaces as an obstacle', (platform) => {
  expect(decideHost({ ...READY, platform, isRoot: true, sandbox: FORBIDDEN })).toEqual({ host: 'desktop' })
})

test('every reason is one sentence and never offers to switch the sandbox off', () => {
  const facts: readonly Partial<HostFacts>[] = [
    { hasDisplay: false },
    { isRoot: true },
    { runtime: { unavailable: 'fetch failed' } },
    { sandbox: FORBIDDEN },
  ]
  for (const some of facts) {
    const decision = decideHost({ ...READY, ...some })
    const why = decision.host === 'browser' ? decision.why : ''
    expect(why).not.toMatch(/no-sandbox|\n|\. [A-Z]/)
    expect(why).not.toBe('')
  }
})
