// What the page around the window can do: the preload's API on the desktop, a stand-in in a browser.

import type { DesktopApi } from '#contract/desktop'
import { fail, ok } from '#contract/result'
import { RESTART_PATH } from '#contract/worker-life'
import { strings } from '../strings/en.ts'

declare global {
  interface ImportMetaEnv {
    /** Put in by the build. */
    readonly MILLRACE_VERSION?: string
  }
  interface Window {
    readonly millrace?: DesktopApi
  }
}

const inBrowser: DesktopApi = {
  host: 'web',
  platform: /mac/i.test(navigator.platform) ? 'darwin' : /win/i.test(navigator.platform) ? 'win32' : 'linux',
  version: import.meta.env.MILLRACE_VERSION ?? '',
  pickFolder: async () => fail('unsupported', strings.noFolderDialog),
  async openExternal(url) {
    window.open(url, '_blank', 'noopener,noreferrer')
    return ok(null)
  },
  openWindow: (path) => void window.open(path, '_blank', 'noopener'),
  setTitleBar: () => {},
  onMenu: () => {},
  onOpen: () => {},
  // A browser hears it from the host's answers (transport/web.ts).
  onWorkerStopped: () => {},
  restartWorker: () => void fetch(RESTART_PATH, { method: 'POST' }).catch(() => undefined),
  connect: () => {},
}

export const desktop: DesktopApi = window.millrace ?? inBrowser

export const isMac = desktop.platform === 'darwin'
