// Whether the machine has a network. Electron says so when asked and tells no change.

import { net } from 'electron'

/** Soon enough that a person who plugs a cable in doesn't reach for a button. */
const LOOK_MS = 3000

/** Calls back with each change, not with what is so at the start. */
export function watchNetwork(onChange: (online: boolean) => void): void {
  let wasOnline = net.isOnline()
  setInterval(() => {
    const isOnline = net.isOnline()
    if (isOnline === wasOnline) return
    wasOnline = isOnline
    onChange(isOnline)
  }, LOOK_MS)
}
