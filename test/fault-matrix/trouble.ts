// A cell's fault, as it begins and as it ends.

import type { ManualClock } from '#test/manual-clock'
import type { FaultProxy, Scope } from '../fault-proxy/fault-proxy.ts'
import type { OpencodeDouble } from '../opencode-double/double.ts'
import type { CellFault } from './cells.ts'
import type { Client } from './client.ts'

/** A lunch and a night. */
const JUMPS_MS = [45_000, 8 * 3_600_000] as const

export interface Trouble {
  strike(scope?: Scope): void
  heal(): void
  /** It has begun and has not ended. */
  isOn(): boolean
  /** The server's own work goes on meanwhile. */
  readonly serverRuns: boolean
}

export interface TroubleContext {
  readonly clock: ManualClock
  readonly random: () => number
  readonly double: OpencodeDouble
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
    heal: () => {
      isOn = false
      end()
      context.proxy.heal()
    },
    isOn: () => isOn,
    serverRuns,
  }
}

interface Kind {
  readonly begin: (scope?: Scope) => void
  readonly end: () => void
  readonly serverRuns?: boolean
}

function kindOf({ clock, random, double, proxy, client }: TroubleContext, fault: CellFault): Kind {
  const nothing = (): void => undefined
  switch (fault) {
    case 'server-killed':
      return {
        begin: () => {
          proxy.strike('rst')
          double.kill()
        },
        end: double.restart,
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
          const jump = JUMPS_MS[Math.floor(random() * JUMPS_MS.length)] ?? 0
          if (random() < 0.5) clock.sleep(jump)
          else clock.leap(jump)
        },
        end: nothing,
      }
    case 'server-stopped':
      return { begin: () => proxy.strike(fault), end: nothing, serverRuns: false }
    default:
      return { begin: (scope) => proxy.strike(fault, scope), end: nothing }
  }
}
