import { expect, test } from 'vitest'
import { ownArguments } from './own-arguments.ts'

const cwd = process.cwd()

test('a packaged app takes all but the switches of the runtime', () => {
  expect(ownArguments(['/opt/millrace', '--no-sandbox', '--demo', '--bogus'], null)).toEqual([
    '--demo',
    '--bogus',
  ])
})

test('what stands before the app belongs to Electron, as do its switches after it', () => {
  const argv = [
    'electron',
    '--inspect=0',
    '--remote-debugging-port=0',
    '-r',
    'loader.js',
    '.',
    '--data-dir',
    'x',
  ]
  expect(ownArguments([...argv, '--no-sandbox'], cwd)).toEqual(['--data-dir', 'x'])
})

test('a folder of a project after the app is ours, even when it is the same one', () => {
  expect(ownArguments(['electron', '.', '--project', '.'], cwd)).toEqual(['--project', '.'])
})

test('an app given as a file', () => {
  expect(ownArguments(['electron', 'out/main/index.js', '--version'], `${cwd}/out/main`)).toEqual([
    '--version',
  ])
})
