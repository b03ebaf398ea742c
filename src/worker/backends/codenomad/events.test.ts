import { expect, test } from 'vitest'
import type { ServerEvent } from '#contract/events'
import { serverID } from '#contract/ids'
import type { FolderRun } from '#contract/model'
import { createManualClock } from '#test/manual-clock'
import { createDecoder } from '../opencode/decode.ts'
import { createFrameReader } from './events.ts'
import { createWorkspaces } from './workspaces.ts'

const ready = (id: string, path = `/work/${id}`) => ({ id, path, status: 'ready' as const })
let ids = 0
const busy = (id: string, directory = `/work/${id}`): string =>
  JSON.stringify({
    type: 'instance.event',
    instanceId: id,
    event: {
      id: `evt_${++ids}`,
      type: 'session.status',
      properties: { sessionID: `ses_${id}`, status: { type: 'busy' } },
      directory,
    },
  })
const frame = (value: object): string => JSON.stringify(value)

function createRig() {
  const clock = createManualClock()
  const dispatched: ServerEvent[] = []
  const told: string[] = []
  const runs = new Map<string, FolderRun | null>()
  const workspaces = createWorkspaces({
    clock,
    isHeard: () => true,
    onRun: (directory, run) => void runs.set(directory, run),
    onCut: (directory) => told.push(`cut ${directory}`),
    onCatchUp: (directory) => told.push(`catch up ${directory}`),
    onGone: (id) => told.push(`gone ${id}`),
  })
  const reader = createFrameReader({
    decoder: createDecoder(serverID('far')),
    workspaces,
    dispatch: (event) => dispatched.push(event),
    relist: () => told.push('relist'),
    distrust: (reason) => told.push(reason),
  })
  const read = (data: string) => reader.read(data, clock.now())
  return { clock, workspaces, reader, read, dispatched, told, runs }
}

test('what folders say before the list has named them is kept, and comes in order after it', () => {
  const { workspaces, reader, read, dispatched } = createRig()
  reader.hold()
  expect(read(busy('a'))).toEqual([])
  expect(read(busy('b'))).toEqual([])
  workspaces.listed([ready('a')], workspaces.revision(), true)
  reader.release()
  expect(dispatched).toMatchObject([{ type: 'session.status', session: 'ses_a' }])
  expect(read(busy('a'))).toHaveLength(1)
})

test('events of folders that nobody listed, and of other folders of a process, are not ours', () => {
  const { workspaces, read } = createRig()
  workspaces.listed([ready('a')], 0, true)
  expect(read(busy('gone'))).toEqual([])
  expect(read(busy('a', '/elsewhere'))).toEqual([])
  expect(read(busy('a', '/work/a/packages/one'))).toHaveLength(1)
  expect(read(busy('a', '/work/ab'))).toEqual([])
})

test('an end that is told twice, or after another, is one end', () => {
  const { workspaces, read, told, runs } = createRig()
  workspaces.listed([ready('a')], 0, true)
  const broken = { ...ready('a'), status: 'error', error: 'Process exited with code 1' }
  read(frame({ type: 'workspace.stopped', workspaceId: 'a' }))
  read(frame({ type: 'workspace.error', workspace: broken }))
  read(frame({ type: 'workspace.error', workspace: broken }))
  expect(runs.get('/work/a')).toMatchObject({ state: 'error', reason: 'Process exited with code 1' })
  expect(told.filter((each) => each === 'cut /work/a')).toHaveLength(1)
  read(frame({ type: 'workspace.stopped', workspaceId: 'never heard of' }))
  read(frame({ type: 'workspace.error', workspace: { ...broken, id: 'never heard of' } }))
  expect([...runs.keys()]).toEqual(['/work/a'])
})

test('why it ended is read from its own words, whatever the server calls them; old ones are let go', () => {
  const { workspaces, read, runs } = createRig()
  workspaces.listed([ready('a')], 0, true)
  const log = (message: string): void => {
    const entry = { workspaceId: 'a', timestamp: '', level: 'error', message }
    read(frame({ type: 'workspace.log', entry }))
  }
  log('level=ERROR message="long ago"')
  for (let n = 0; n < 300; n++) log(`level=INFO message="no error at all, step ${n}"`)
  log('level=ERROR message="the port is taken"')
  read(frame({ type: 'workspace.error', workspace: { ...ready('a'), status: 'error' } }))
  expect(runs.get('/work/a')).toMatchObject({ tail: ['level=ERROR message="the port is taken"'] })
})

test('a list that was asked for before an event says nothing against it', () => {
  const { workspaces, read, runs } = createRig()
  const asked = workspaces.revision()
  read(frame({ type: 'workspace.created', workspace: { ...ready('a'), status: 'starting' } }))
  workspaces.listed([], asked, true)
  expect(runs.get('/work/a')).toMatchObject({ state: 'starting' })
  workspaces.listed([], workspaces.revision(), true)
  expect(runs.get('/work/a')).toBeNull()
})

test('an interrupted folder is cut once and caught up once, for status and first event together', async () => {
  const { clock, workspaces, read, told } = createRig()
  workspaces.listed([ready('a'), ready('b')], 0, true)
  const status = (word: string): void =>
    void read(frame({ type: 'instance.eventStatus', instanceId: 'a', status: word }))
  status('connected')
  await clock.advance(5_000)
  status('error')
  status('connecting')
  status('connected')
  read(
    frame({ type: 'instance.event', instanceId: 'a', event: { type: 'server.connected', properties: {} } }),
  )
  await clock.advance(2_000)
  expect(told).toEqual(['cut /work/a', 'catch up /work/a'])
})

test('what is no JSON makes the stream untrusted; what is unknown is counted', () => {
  const { reader, read, told } = createRig()
  read('{"type":')
  expect(told).toEqual(['The server sent an event that can’t be read.'])
  read(frame({ type: 'workspace.renamed' }))
  read(frame({ type: 'storage.stateChanged', owner: '*', value: {} }))
  expect(reader.counts).toMatchObject({ rejected: 1, unknown: { 'workspace.renamed': 1 } })
})

test('when the process that stands for a folder ends, another one of the same folder takes its place', async () => {
  const { clock, workspaces, read, told, runs } = createRig()
  workspaces.listed([ready('a', '/work/mill'), ready('b', '/work/mill')], 0, true)
  expect(read(busy('b', '/work/mill'))).toEqual([])
  read(frame({ type: 'workspace.error', workspace: { ...ready('a', '/work/mill'), status: 'error' } }))
  await clock.advance(2_000)
  expect(told).toEqual(['cut /work/mill', 'gone a', 'catch up /work/mill'])
  expect(read(busy('b', '/work/mill'))).toHaveLength(1)
  expect(runs.get('/work/mill')).toEqual({ state: 'live' })
})
