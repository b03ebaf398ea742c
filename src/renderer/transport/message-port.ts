import type { Port } from '#contract/port'

/** A MessagePort as a Port. Its `close` event is Electron's and newer browsers'. */
export function portOf(channel: MessagePort): Port {
  const messageListeners: ((message: unknown) => void)[] = []
  const closeListeners: (() => void)[] = []
  let open = true
  const closed = () => {
    if (!open) return
    open = false
    for (const listener of closeListeners) listener()
  }
  channel.addEventListener('message', (event) => {
    for (const listener of messageListeners) listener(event.data)
  })
  channel.addEventListener('close', closed)
  return {
    post: (message) => open && channel.postMessage(message),
    onMessage(listener) {
      messageListeners.push(listener)
      // Messages wait in the port until someone listens.
      channel.start()
    },
    onClose: (listener) => void closeListeners.push(listener),
    close() {
      channel.close()
      closed()
    },
  }
}
