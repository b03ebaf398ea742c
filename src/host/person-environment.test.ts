import { expect, test } from 'vitest'
import { personEnvironment } from './person-environment.ts'

const path = (...dirs: readonly string[]): string => dirs.join(':')

test.skipIf(process.platform === 'win32')('a start by npm leaves no trace in what an agent gets', () => {
  const env = {
    PATH: path(
      '/app/node_modules/.bin',
      '/node_modules/.bin',
      '/usr/lib/npm/node-gyp-bin',
      '/own/node_modules/.bin',
      '/bin',
    ),
    HOME: '/home/me',
    npm_lifecycle_event: 'start',
    npm_config_registry: 'https://registry.example',
    INIT_CWD: '/app',
  }
  expect(personEnvironment(env, '/app')).toEqual({
    PATH: path('/own/node_modules/.bin', '/bin'),
    HOME: '/home/me',
  })
})

test('what a person set for npm themselves stays', () => {
  const env = { PATH: '/app/node_modules/.bin', npm_config_registry: 'https://registry.example' }
  expect(personEnvironment(env, '/app')).toEqual(env)
})

test('neither the password of a server nor a way to misuse Electron gets there', () => {
  const env = {
    MILLRACE_SERVER_PASSWORD: 'secret',
    ELECTRON_RUN_AS_NODE: '1',
    NODE_CHANNEL_FD: '3',
    LANG: 'C',
  }
  expect(personEnvironment(env, '/app')).toEqual({ LANG: 'C' })
})
