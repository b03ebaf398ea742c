import type { NetworkInterfaceInfo } from 'node:os'
import { expect, test } from 'vitest'
import { watchNetwork } from './network.ts'

const at = (address: string, internal = false): NetworkInterfaceInfo => ({
  address,
  netmask: '255.255.255.0',
  family: 'IPv4',
  mac: '00:00:00:00:00:00',
  internal,
  cidr: null,
})

test('a network that goes, comes back or becomes another is told, and nothing else', () => {
  let addresses = [at('127.0.0.1', true), at('192.168.1.5')]
  const told: boolean[] = []
  const looks: (() => void)[] = []
  watchNetwork({
    interfaces: () => ({ lo: addresses }),
    every: (_ms, look) => void looks.push(look),
    onChange: (online) => told.push(online),
  })
  const become = (next: readonly NetworkInterfaceInfo[]): void => {
    addresses = [at('127.0.0.1', true), ...next]
    for (const look of looks) look()
  }
  become([at('192.168.1.5'), at('fe80::1')])
  expect(told).toEqual([])
  become([])
  become([at('169.254.7.7')])
  expect(told).toEqual([false])
  become([at('192.168.1.5')])
  become([at('10.0.0.3')])
  expect(told).toEqual([false, true, true])
})
