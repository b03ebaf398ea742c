import { describe, expect, it } from 'vitest'
import type { Catalog, CatalogModel } from '#contract/model'
import { contextUse, groupModels, NO_CHOICE, resolveChoice, shortCount } from './choice.ts'

const model = (provider: string, id: string, variants: readonly string[] = []): CatalogModel => ({
  provider,
  providerName: provider.toUpperCase(),
  id,
  name: id,
  variants,
  context: 200_000,
  reasoning: true,
  attachments: true,
  images: true,
})
const catalog: Catalog = {
  models: [model('acme', 'small'), model('acme', 'large', ['high']), model('other', 'tiny')],
  defaultModel: { provider: 'acme', model: 'small', variant: null },
  agents: [
    { name: 'plan', description: '', mode: 'primary', hidden: false, model: null },
    { name: 'build', description: '', mode: 'primary', hidden: false, model: null },
    { name: 'general', description: '', mode: 'subagent', hidden: false, model: null },
  ],
  commands: [],
}
const ref = (provider: string, id: string, variant: string | null = null) => ({
  provider,
  model: id,
  variant,
})

describe('the next prompt uses', () => {
  it('the default where nobody chose anything', () => {
    expect(resolveChoice({ catalog, picked: NO_CHOICE, session: null, folder: NO_CHOICE })).toEqual({
      agent: 'build',
      model: ref('acme', 'small'),
    })
  })

  it('what was picked here, before the session, before the folder', () => {
    const session = { agent: 'plan', model: ref('other', 'tiny') }
    const folder = { agent: 'build', model: ref('acme', 'small') }
    expect(resolveChoice({ catalog, picked: NO_CHOICE, session, folder })).toEqual(session)
    const picked = { agent: null, model: ref('acme', 'large', 'high') }
    expect(resolveChoice({ catalog, picked, session, folder })).toEqual({
      agent: 'plan',
      model: picked.model,
    })
  })

  it('nothing that the server no longer has', () => {
    const folder = { agent: 'gone', model: ref('acme', 'large', 'gone') }
    const session = { agent: null, model: ref('gone', 'gone') }
    expect(resolveChoice({ catalog, picked: NO_CHOICE, session, folder })).toEqual({
      agent: 'build',
      model: ref('acme', 'large'),
    })
  })

  it('what was used last while the server is not up', () => {
    const folder = { agent: 'plan', model: ref('acme', 'large') }
    expect(resolveChoice({ catalog: null, picked: NO_CHOICE, session: null, folder })).toEqual(folder)
  })
})

it('finds models by every word typed, under their provider', () => {
  expect(groupModels(catalog.models, 'acme lar')).toEqual([
    { provider: 'acme', name: 'ACME', models: [catalog.models[1]] },
  ])
  expect(groupModels(catalog.models, '').map((group) => group.models.length)).toEqual([2, 1])
})

it('writes counts short', () => {
  expect([950, 128_000, 200_000, 1_048_576, 1_500_000].map(shortCount)).toEqual([
    '950',
    '128k',
    '200k',
    '1M',
    '1.5M',
  ])
})

it('speaks of the context from half of it on, and warns near its end', () => {
  const tokens = (input: number) => ({ input, output: 0, reasoning: 0, cacheRead: 0, cacheWrite: 0 })
  expect(contextUse(tokens(99_000), 200_000)).toBeNull()
  expect(contextUse(tokens(100_000), 200_000)).toEqual({ percent: 50, nearlyFull: false })
  expect(contextUse(tokens(900_000), 200_000)).toEqual({ percent: 100, nearlyFull: true })
  expect(contextUse(tokens(1), 0)).toBeNull()
  expect(contextUse(null, 200_000)).toBeNull()
})
