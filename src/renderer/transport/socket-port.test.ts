import { expect, test } from 'vitest'
import { backoffMs } from './backoff.ts'
import { socketPorts } from './socket-port.ts'

test('both ports share the socket, each hearing only its own frames', () => {
  const sent: string[] = []
  const ports = socketPorts(
    (frame) => sent.push(frame),
    () => {},
  )
  const heard: unknown[] = []
  ports.feed.onMessage((message) => heard.push(['feed', message]))
  ports.rpc.onMessage((message) => heard.push(['rpc', message]))
  ports.feed.post({ a: 1 })
  ports.rpc.post([2])
  ports.receive('r{"b":3}')
  ports.receive('f"four"')
  expect(sent).toEqual(['f{"a":1}', 'r[2]'])
  expect(heard).toEqual([
    ['rpc', { b: 3 }],
    ['feed', 'four'],
  ])
})

test('a closed socket closes both ports once, and nothing is sent into it', () => {
  const sent: string[] = []
  const ports = socketPorts(
    (frame) => sent.push(frame),
    () => {},
  )
  let closed = 0
  ports.feed.onClose(() => closed++)
  ports.rpc.onClose(() => closed++)
  ports.closed()
  ports.closed()
  ports.feed.post('late')
  expect(closed).toBe(2)
  expect(sent).toEqual([])
})

test('pauses double from a quarter of a second to ten, at least half of each certain', () => {
  expect([0, 1, 2, 9, 500].map((attempt) => backoffMs(attempt, 0))).toEqual([250, 500, 1000, 10_000, 10_000])
  expect(backoffMs(1, 0.999)).toBeGreaterThanOrEqual(250)
})
