import { expect, it } from 'vitest'
import { trustItems } from './trust.logic.ts'

it('names every item that would run, programs first, none left out', () => {
  const items = trustItems([
    'configuration opencode.json',
    'something new',
    'MCP server github: npx -y server',
    'plugin ./x.ts',
  ])
  expect(items.map((item) => item.kind)).toEqual(['plugin', 'mcp', 'other', 'config'])
  expect(items.map((item) => item.text)).toContain('MCP server github: npx -y server')
})
