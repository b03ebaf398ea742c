// Whether the machine has a network, by the addresses it has: nothing tells a plain program of a change.

import type { NetworkInterfaceInfo } from 'node:os'

/** Soon enough that a person who plugs a cable in doesn't reach for a button. */
const LOOK_MS = 3000

export interface NetworkWatch {
  /** As `os.networkInterfaces`. */
  readonly interfaces: () => NodeJS.Dict<NetworkInterfaceInfo[]>
  readonly every: (ms: number, look: () => void) => void
  /** With each change, not with what is so at the start; another network than before is a change too. */
  readonly onChange: (online: boolean) => void
}

export function watchNetwork({ interfaces, every, onChange }: NetworkWatch): void {
  let before = reachable(interfaces())
  every(LOOK_MS, () => {
    const now = reachable(interfaces())
    if (now.join() === before.join()) return
    before = now
    onChange(now.length > 0)
  })
}

/** Link-local addresses lead nowhere, and come and go with every virtual interface. */
const reachable = (interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>): readonly string[] =>
  Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, address }) => !internal && !/^(fe80:|169\.254\.)/i.test(address))
    .map(({ address }) => address)
    .sort()
