// Everything that runs beside the components, started once per page.

import { feed } from '../feed/feed.ts'
import { watchKeys } from '../preview/typing.ts'
import { connectRpc } from '../rpc/rpc.ts'
import { store } from '../store/store.ts'
import { connectDesktop } from '../transport/desktop.ts'
import type { TransportEvents } from '../transport/transport.ts'
import { connectWeb } from '../transport/web.ts'
import { followBreadth } from './breadth.ts'
import { desktop } from './desktop.ts'
import { listenToKeys } from './keyboard.ts'
import { windowTitle } from './place.ts'
import { loadSettings, rememberSettings } from './remembered-settings.ts'
import { followAddress } from './router.ts'
import { followTheme } from './theme.ts'

const transport: TransportEvents = {
  onPorts(ports) {
    connectRpc(ports.rpc)
    feed.connect(ports.feed)
    store.setState({ link: 'connected' })
    void loadSettings()
  },
  onLost: () => store.setState({ link: 'lost' }),
  onStopped: () => store.setState({ link: 'stopped' }),
  onSignedOut: () => store.setState({ link: 'signed-out' }),
}

export function start() {
  rememberSettings()
  followTheme()
  followBreadth()
  followAddress(desktop.onOpen)
  followTitle()
  listenToKeys()
  watchKeys()
  connect()
}

function connect() {
  const fixture = import.meta.env.DEV ? new URLSearchParams(location.search).get('fixture') : null
  if (fixture !== null)
    void import('../dev/fixtures.ts').then(({ playFixture }) => playFixture(fixture, transport))
  else if (desktop.host === 'desktop') connectDesktop(desktop, transport)
  else connectWeb(transport)
}

function followTitle() {
  const show = () => {
    const title = windowTitle(store.getState())
    if (document.title !== title) document.title = title
  }
  show()
  store.subscribe(show)
}
