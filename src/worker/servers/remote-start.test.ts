// A server known by its address, as a start of the app finds it.

import { expect, test } from 'vitest'
import type { Server } from '#contract/model'
import { createClient } from '#test/fault-matrix/client'
import { createOpencodeWorld } from '#test/fault-matrix/world'
import { createFaultProxy } from '#test/fault-proxy/fault-proxy'
import type { Fault } from '#test/fault-proxy/faults'
import { createSeededRandom } from '#test/seeded-random'

async function startWith(fault: Fault) {
  const random = createSeededRandom(3)
  const world = createOpencodeWorld(random)
  const proxy = createFaultProxy(world.fetch, world.clock)
  const client = createClient(world, random, proxy.fetch)
  const connection = () => (client.records()['server double'] as Server | undefined)?.connection
  const wait = async (seconds: number): Promise<void> => {
    for (let second = 0; second < seconds; second++) {
      await world.advance(1_000)
    }
    await client.flush()
  }
  proxy.strike(fault)
  client.start()
  await wait(60)
  return { connection, wait, heal: proxy.heal, end: client.killWorker }
}

test.for(['rst', 'half-open', 'html', 'unavailable'] as const)(
  'one that can’t be had (%s) is tried until it answers',
  async (fault) => {
    const { connection, wait, heal, end } = await startWith(fault)
    expect(connection()?.state).toBe('connecting')
    heal()
    await wait(25)
    expect(connection()?.state).toBe('live')
    end()
  },
)

test('one that wants a password waits for its person', async () => {
  const { connection, wait, heal, end } = await startWith('unauthorized')
  expect(connection()).toMatchObject({
    state: 'unauthorized',
    reason: 'Sign in again: its password is not kept.',
  })
  heal()
  await wait(60)
  expect(connection()?.state).toBe('unauthorized')
  end()
})

test('a person who signs in is not undone by a look at the start that ends later', async () => {
  const random = createSeededRandom(3)
  const world = createOpencodeWorld(random)
  const proxy = createFaultProxy(world.fetch, world.clock)
  let streams = 0
  const client = createClient(world, random, (input, init) => {
    if (new Request(input, init).url.endsWith('/global/event')) streams++
    return proxy.fetch(input, init)
  })
  proxy.strike('half-open')
  client.start()
  await world.advance(1_000)
  proxy.heal()
  client.signIn()
  await world.advance(1_000)
  expect([client.connection(), streams]).toEqual(['live', 1])
  await world.advance(20_000)
  expect([client.connection(), streams]).toEqual(['live', 1])
  client.killWorker()
})
