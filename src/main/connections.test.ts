import { EventEmitter } from 'node:events'
import type { MessagePortMain, WebContents } from 'electron'
import { beforeEach, expect, test, vi } from 'vitest'
import { IPC } from '#contract/desktop'
import { createConnections, type Connections } from './connections.ts'

vi.mock('electron', () => ({
  MessageChannelMain: class {
    port1 = { side: 'worker' }
    port2 = { side: 'page' }
  },
}))

let handedOver: number[] = []
let closed: number[] = []
let connections: Connections

beforeEach(() => {
  handedOver = []
  closed = []
  connections = createConnections({
    handOver: (window, ports) => {
      if (areAll(ports, 'worker')) handedOver.push(window)
    },
    post: (message) => {
      if (message.type === 'window.close') closed.push(message.window)
    },
  })
})

/** Feed and rpc, this side's ends of both. */
const areAll = (ports: readonly unknown[], side: string): boolean =>
  ports.length === 2 && ports.every((port) => (port as { side: string }).side === side)

class Page extends EventEmitter {
  got = 0
  heardOfStop = 0
  send(channel: string): void {
    if (channel === IPC.workerStopped) this.heardOfStop += 1
  }
  postMessage(channel: string, _message: unknown, ports: readonly MessagePortMain[]): void {
    if (channel === IPC.ports && areAll(ports, 'page')) this.got += 1
  }
}

const openPage = (): Page => {
  const page = new Page()
  connect(page)
  return page
}
const connect = (page: Page): void => connections.connect(page as unknown as WebContents)

test('a page that asks before there is a worker gets its ports when there is one', () => {
  const page = openPage()
  expect(page.got).toBe(0)
  connections.workerReady()
  expect(page.got).toBe(1)
  expect(handedOver).toEqual([1])
})

test('a page that loads again gets new ports, and the worker hears that the old ones are over', () => {
  connections.workerReady()
  const page = openPage()
  connect(page)
  expect(page.got).toBe(2)
  expect(handedOver).toEqual([1, 2])
  expect(closed).toEqual([1])
})

test('after a worker’s death every page gets ports to the next one, which hears nothing of the old', () => {
  connections.workerReady()
  const pages = [openPage(), openPage()]
  connections.workerGone()
  connections.workerReady()
  expect(pages.map(({ got }) => got)).toEqual([2, 2])
  expect(handedOver).toEqual([1, 2, 3, 4])
  expect(closed).toEqual([])
})

test('a closed window is over for the worker and gets nothing from the next one', () => {
  connections.workerReady()
  const page = openPage()
  page.emit('destroyed')
  expect(closed).toEqual([1])
  connections.workerGone()
  connections.workerReady()
  expect(page.got).toBe(1)
})

test('a worker that was given up is said to every page, also one that loads later, until there is another', () => {
  connections.workerReady()
  const first = openPage()
  connections.workerGone()
  expect(first.heardOfStop).toBe(0)
  connections.workerStopped()
  const second = openPage()
  expect([first.heardOfStop, second.heardOfStop]).toEqual([1, 1])
  connections.workerReady()
  expect([first.got, second.got]).toEqual([2, 1])
  connections.workerGone()
  expect(openPage().heardOfStop).toBe(0)
})
