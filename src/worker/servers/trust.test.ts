import { expect, test } from 'vitest'
import { temporaryFiles } from '#test/temporary-files'
import { whatWouldRun } from './trust.ts'

test('a folder that brings nothing of its own asks nothing', async () => {
  expect(await whatWouldRun(temporaryFiles({ 'README.md': '# Hello', 'src/opencode.json': '{}' }))).toEqual(
    [],
  )
})

test('plugins, MCP servers and commands are named as they would run', async () => {
  const config = {
    plugin: ['./watch.ts', '@acme/tools@1.2'],
    mcp: {
      github: { type: 'local', command: ['npx', '-y', 'server-github'] },
      wiki: { type: 'remote', url: 'https://wiki.example/mcp' },
    },
    lsp: { rust: { command: ['rust-analyzer'] }, off: { disabled: true } },
    formatter: { own: { command: ['./format.sh', '$FILE'] } },
  }
  expect(await whatWouldRun(temporaryFiles({ 'opencode.json': JSON.stringify(config) }))).toEqual([
    'Configuration: opencode.json',
    'Plugin: ./watch.ts',
    'Plugin: @acme/tools@1.2',
    'MCP server github: npx -y server-github',
    'MCP server wiki: https://wiki.example/mcp',
    'lsp rust: rust-analyzer',
    'formatter own: ./format.sh $FILE',
  ])
})

test('comments, trailing commas and slashes within strings hide nothing', async () => {
  const folder = temporaryFiles({
    '.opencode/opencode.jsonc': `{
      // "plugin": ["not-this"],
      "$schema": "https://opencode.ai/config.json", /* , "mcp": {} */
      "plugin": ["https://x.example//y.ts", "a,]", "say \\"hi\\" // no comment",],
    }`,
  })
  expect(await whatWouldRun(folder)).toEqual([
    'Configuration: .opencode/opencode.jsonc',
    'Plugin: https://x.example//y.ts',
    'Plugin: a,]',
    'Plugin: say "hi" // no comment',
  ])
})

test('a file that can’t be read here is named all the same', async () => {
  const [item] = await whatWouldRun(temporaryFiles({ 'opencode.json': '{ "plugin": [' }))
  expect(item).toContain('Configuration: opencode.json (it can’t be read here')
})

test('code that opencode would load is named file by file, instructions are counted', async () => {
  const folder = temporaryFiles({
    '.opencode/plugin/spy.ts': 'export {}',
    '.opencode/tools/run.js': 'export {}',
    '.opencode/agents/one.md': 'be kind',
    '.opencode/agents/two.md': 'be quick',
    '.opencode/notes/readme.md': 'nothing',
  })
  expect(await whatWouldRun(folder)).toEqual([
    'Code: .opencode/plugin/spy.ts',
    'Code: .opencode/tools/run.js',
    'Instructions: .opencode/agents (2)',
  ])
})

test('configuration above the folder counts up to the repository’s root, and that in the home folder does not', async () => {
  const root = temporaryFiles({
    'opencode.json': '{"plugin": ["./outside.ts"]}',
    'repo/.git/HEAD': '',
    'repo/.opencode/plugin/spy.ts': '',
    'repo/packages/app/a.ts': '',
    'notes/today/a.md': '',
  })
  expect(await whatWouldRun(`${root}/repo/packages/app`)).toEqual(['Code: ../../.opencode/plugin/spy.ts'])
  expect(await whatWouldRun(`${root}/notes/today`)).toEqual([
    'Configuration: ../../opencode.json',
    'Plugin: ./outside.ts',
  ])
  expect(await whatWouldRun(`${root}/notes/today`, root)).toEqual([])
})
