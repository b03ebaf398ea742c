/** What a page's main thread did between two moments. */
import type { CDPSession, Page } from '@playwright/test'

export interface Meter {
  readonly page: Page
  start(): Promise<void>
  stop(): Promise<Reading>
  /** A number of the page's performance domain, such as Nodes, after collecting garbage. */
  settled(name: 'Nodes' | 'JSHeapUsedSize'): Promise<number>
}

export interface Reading {
  /** Main thread at work. */
  readonly busyMs: number
  readonly wallMs: number
  readonly frames: number
  /** Frames that came more than half a frame late. */
  readonly dropped: number
  /** Each task over 50 ms, its length. */
  readonly longTasks: readonly number[]
}

/** Runs in the page before its own scripts. */
export const WATCH = `
  const bench = (window.bench = { frames: [], long: [], keys: [], on: false })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (bench.on) bench.long.push(entry.duration)
  }).observe({ type: 'longtask' })
  const frame = (at) => {
    if (bench.on) bench.frames.push(at)
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
  bench.painted = () =>
    new Promise((resolve) => {
      requestAnimationFrame(() => {
        const channel = new MessageChannel()
        channel.port1.onmessage = resolve
        channel.port2.postMessage(null)
      })
    })
  bench.open = async (session) => {
    const began = performance.now()
    document.querySelector('[data-session-id="' + session + '"] button').click()
    const isThere = () => {
      const turns = document.querySelectorAll('[data-turn]')
      return turns.length > 1 && turns[turns.length - 1].textContent.length > 20
    }
    while (!isThere()) await new Promise((resolve) => requestAnimationFrame(resolve))
    await bench.painted()
    return performance.now() - began
  }
  // What is drawn in slices is drawn whole once nothing has come for a while.
  bench.settled = async () => {
    for (let size = -1, same = 0; same < 5; ) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      const now = document.querySelectorAll('[data-turn] *').length
      same = now === size ? same + 1 : 0
      size = now
    }
  }
  bench.watchKeys = () =>
    window.addEventListener(
      'keydown',
      (event) => void bench.painted().then(() => bench.keys.push(performance.now() - event.timeStamp)),
      true,
    )
  bench.start = () => {
    bench.frames.length = 0
    bench.long.length = 0
    bench.on = true
  }
  bench.stop = () => {
    bench.on = false
    return { frames: bench.frames, long: bench.long }
  }
`

interface Watched {
  readonly frames: number[]
  readonly long: number[]
}

const FRAME_MS = 1000 / 60

export async function createMeter(page: Page): Promise<Meter> {
  const cdp: CDPSession = await page.context().newCDPSession(page)
  // The thread's own processor time: what else the machine does is not in it.
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  const metric = async (name: string): Promise<number> => {
    const { metrics } = await cdp.send('Performance.getMetrics')
    return metrics.find((each) => each.name === name)?.value ?? Number.NaN
  }
  let busy = 0
  let began = 0
  return {
    page,
    async start() {
      await page.evaluate('bench.start()')
      busy = await metric('TaskDuration')
      began = performance.now()
    },
    async stop() {
      const busyMs = ((await metric('TaskDuration')) - busy) * 1000
      const wallMs = performance.now() - began
      // What the last task took is told after it.
      await page.evaluate('bench.painted()')
      const { frames, long } = await page.evaluate<Watched>('bench.stop()')
      const dropped = frames.reduce((sum, at, index) => {
        const gap = at - (frames[index - 1] ?? at)
        return sum + Math.max(0, Math.round(gap / FRAME_MS) - 1)
      }, 0)
      return { busyMs, wallMs, frames: frames.length, dropped, longTasks: long }
    },
    async settled(name) {
      await cdp.send('HeapProfiler.collectGarbage')
      return metric(name)
    },
  }
}
