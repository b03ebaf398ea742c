// Each window's two ports to the worker. A connection ends when its page loads again, when its window closes and
// when the worker dies; its number is never used again.

import { MessageChannelMain, type MessagePortMain, type WebContents } from 'electron'
import { IPC } from '#contract/desktop'
import type { HostMessage } from '#contract/host'

export interface Connections {
  /** The page asked for ports; without a worker it gets them as soon as there is one. */
  readonly connect: (contents: WebContents) => void
  /** A worker is ready: every page that has asked gets ports to it. */
  readonly workerReady: () => void
  readonly workerGone: () => void
  /** It was given up: every page says so, and can ask for another try. */
  readonly workerStopped: () => void
}

export interface WorkerEnd {
  readonly handOver: (window: number, ports: readonly [MessagePortMain, MessagePortMain]) => void
  readonly post: (message: HostMessage) => void
}

export function createConnections(worker: WorkerEnd): Connections {
  /** The number of the page's connection; null while there is no worker. */
  const pages = new Map<WebContents, number | null>()
  let isReady = false
  let isStopped = false
  let last = 0

  const open = (contents: WebContents): void => {
    const window = ++last
    const feed = new MessageChannelMain()
    const rpc = new MessageChannelMain()
    pages.set(contents, window)
    worker.handOver(window, [feed.port1, rpc.port1])
    contents.postMessage(IPC.ports, null, [feed.port2, rpc.port2])
  }

  const close = (contents: WebContents): void => {
    const window = pages.get(contents)
    if (isReady && typeof window === 'number') worker.post({ type: 'window.close', window })
  }

  const connect = (contents: WebContents): void => {
    if (!pages.has(contents))
      contents.once('destroyed', () => {
        close(contents)
        pages.delete(contents)
      })
    close(contents)
    pages.set(contents, null)
    if (isReady) open(contents)
    else if (isStopped) contents.send(IPC.workerStopped)
  }

  return {
    connect,
    workerReady: () => {
      isReady = true
      isStopped = false
      for (const contents of pages.keys()) open(contents)
    },
    workerGone: () => {
      isReady = false
      isStopped = false
      for (const contents of pages.keys()) pages.set(contents, null)
    },
    workerStopped: () => {
      isStopped = true
      for (const contents of pages.keys()) contents.send(IPC.workerStopped)
    },
  }
}
