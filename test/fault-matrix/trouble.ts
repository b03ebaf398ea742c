// A cell's fault, as it begins and as it ends.

import type { Clock } from '../../src/worker/clock.ts'
import type { FaultProxy, Scope } from '../fault-proxy/fault-proxy.ts'
import type { CellFault } from './cells.ts'
import type { Client } from './client.ts'
import type { World } from './world.ts'

/** A lunch and a night. */
const SLEEPS_MS = [45_000, 8 * 3_600_000] as const
/** A clock that was ahead. */
const SET_BACK_MS = 600_000

/** The client machine's clock, which its person can set. Its timers don't care. */
export interface OwnClock extends Clock {
  setBack(ms: number): void
}

export function createOwnClock(clock: Clock): OwnClock {
  let behindMs = 0
  return {
    now: () => clock.now() - behindMs,
    after: clock.after,
    setBack: (ms) => {
      behindMs += ms
    },
  }
}

export interface Trouble {
  strike(scope?: Scope): void
  heal(): Promise<void>
  /** It has begun and has not ended. */
  isOn(): boolean
  /** The server's own work goes on meanwhile. */
  readonly serverRuns: boolean
}

export interface TroubleContext {
  readonly world: World
  readonly ownClock: OwnClock
  readonly random: () => number
  readonly proxy: FaultProxy
  readonly client: Client
}

export function createTrouble(context: TroubleContext, fault: CellFault): Trouble {
  let isOn = false
  const { begin, end, serverRuns = true } = kindOf(context, fault)
  return {
    strike: (scope) => {
      isOn = true
      begin(scope)
    },
    heal: async () => {
      isOn = false
      await end()
      context.proxy.heal()
    },
    isOn: () => isOn,
    serverRuns,
  }
}

interface Kind {
  readonly begin: (scope?: Scope) => void
  readonly end: () => Promise<void> | void
  readonly serverRuns?: boolean
}

function kindOf({ world, ownClock, random, proxy, client }: TroubleContext, fault: CellFault): Kind {
  const nothing = (): void => undefined
  switch (fault) {
    case 'server-killed':
      return {
        begin: () => {
          proxy.strike('rst')
          world.kill()
        },
        end: world.restart,
      }
    case 'worker-killed':
      return { begin: client.killWorker, end: client.start }
    case 'window-reload':
      return { begin: client.reloadWindow, end: nothing }
    case 'window-frozen':
      return { begin: client.window.freeze, end: client.window.thaw }
    case 'port-closed':
      return { begin: client.closePorts, end: client.reopenPorts }
    case 'clock-jump':
      return {
        begin: () => {
          if (random() < 0.5) proxy.strike('half-open')
          const sleepMs = SLEEPS_MS[Math.floor(random() * SLEEPS_MS.length)] ?? 0
          const how = random()
          if (how < 0.4) world.clock.sleep(sleepMs)
          else if (how < 0.7) world.clock.leap(sleepMs)
          else ownClock.setBack(SET_BACK_MS)
        },
        end: nothing,
      }
    case 'server-stopped':
      return { begin: () => proxy.strike(fault), end: nothing, serverRuns: false }
    default:
      return { begin: (scope) => proxy.strike(fault, scope), end: nothing }
  }
}
