import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { decideHost, type HostFacts, type SandboxFacts } from './decide-host.ts'
import { fetchElectron, findElectron } from './electron-runtime.ts'
import { root } from './project.ts'

export type ChosenHost =
  | { readonly host: 'desktop'; readonly executable: string }
  | { readonly host: 'browser'; readonly canOpen: boolean }

/** Looks at the machine, downloads Electron's runtime if only that is missing, and says why not desktop. */
export async function chooseHost(): Promise<ChosenHost> {
  const first = decideHost(readFacts(undefined))
  const failure = first.host === 'download' ? await fetchElectron() : undefined
  const decision = first.host === 'download' ? decideHost(readFacts(failure ?? 'it is not there')) : first
  if (decision.host === 'browser') {
    console.log(decision.why)
    return { host: 'browser', canOpen: decision.canOpen }
  }
  const executable = findElectron()
  return executable ? { host: 'desktop', executable } : { host: 'browser', canOpen: true }
}

function readFacts(unavailable: string | undefined): HostFacts {
  const executable = findElectron()
  const env = process.env
  return {
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    hasDisplay: process.platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']),
    runtime: executable ? 'present' : unavailable ? { unavailable } : 'absent',
    sandbox: readSandbox(executable ? dirname(executable) : join(root, 'node_modules/electron/dist')),
  }
}

function readSandbox(dist: string): SandboxFacts {
  const helper = join(dist, 'chrome-sandbox')
  const stats = statSync(helper, { throwIfNoEntry: false })
  return {
    namespacesForbidden:
      kernelSetting('kernel/apparmor_restrict_unprivileged_userns') === '1' ||
      kernelSetting('kernel/unprivileged_userns_clone') === '0' ||
      kernelSetting('user/max_user_namespaces') === '0',
    helperIsSetuidRoot: stats !== undefined && stats.uid === 0 && (stats.mode & 0o4000) !== 0,
    helper,
  }
}

// Absent on kernels without that restriction.
function kernelSetting(name: string): string | undefined {
  try {
    return readFileSync(join('/proc/sys', name), 'utf8').trim()
  } catch {
    return undefined
  }
}
