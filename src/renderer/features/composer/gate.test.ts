import { expect, it } from 'vitest'
import { serverID } from '#contract/ids'
import type { Connection, Server } from '#contract/model'
import type { CatalogState } from './catalog.ts'
import { gateOf } from './gate.ts'
import { strings } from './strings.ts'

const server = (connection: Connection): Server => ({
  id: serverID('srv'),
  kind: 'bundled',
  name: 'This machine',
  url: null,
  version: null,
  connection,
})
const loading: CatalogState = { status: 'loading', catalog: null, message: null }
const noModels: CatalogState = {
  status: 'ready',
  catalog: { models: [], defaultModel: null, agents: [], commands: [] },
  message: null,
}

it('lets a prompt wait for a server that starts or is being connected to, and says so', () => {
  const starting = gateOf(server({ state: 'starting', since: 0, attempt: 1 }), 'connected', loading)
  expect(starting).toMatchObject({ isOpen: true, note: strings.starting })
  const connecting = server({ state: 'connecting', attempt: 2, nextAt: null, reason: null })
  expect(gateOf(connecting, 'connected', loading).isOpen).toBe(true)
})

it('sends nothing to a server that is stopped or refuses us, and offers the next step', () => {
  const stopped = server({ state: 'stopped', since: 0, reason: 'It ended with code 1.' })
  expect(gateOf(stopped, 'connected', loading)).toEqual({
    isOpen: false,
    note: 'The server is stopped. It ended with code 1.',
    action: 'start-server',
  })
  const refused = server({ state: 'unauthorized', since: 0, reason: '' })
  expect(gateOf(refused, 'connected', loading)).toMatchObject({ isOpen: false, action: 'open-connection' })
})

it('offers to start a folder that does not run on its server', () => {
  const live = server({ state: 'live', since: 0 })
  expect(gateOf(live, 'connected', loading, { state: 'live' })).toMatchObject({ note: null })
  expect(gateOf(live, 'connected', loading, { state: 'stopped' })).toMatchObject({ action: 'start-folder' })
  expect(gateOf(live, 'connected', loading, { state: 'starting', since: 0 })).toMatchObject({
    isOpen: true,
    note: strings.folderStarting,
  })
})

it('says how to get a model when there is none, but not before that is known', () => {
  const live = server({ state: 'live', since: 0 })
  expect(gateOf(live, 'connected', loading).isOpen).toBe(true)
  expect(gateOf(live, 'connected', noModels)).toMatchObject({ isOpen: false, note: strings.noModel })
})

it('keeps the text here while the window has no worker', () => {
  expect(gateOf(server({ state: 'live', since: 0 }), 'lost', loading).isOpen).toBe(false)
})
