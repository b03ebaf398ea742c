/** What is known about this machine before Millrace opens on it. */
export type HostFacts = {
  readonly platform: NodeJS.Platform
  readonly isRoot: boolean
  readonly hasDisplay: boolean
  /** `unavailable`: a download was tried; the reason, as the middle of a sentence. */
  readonly runtime: 'present' | 'absent' | { readonly unavailable: string }
  readonly sandbox: SandboxFacts
}

/** Linux only: what Electron's sandbox could stand on. */
export type SandboxFacts = {
  /** The system keeps ordinary programs from making user namespaces. */
  readonly namespacesForbidden: boolean
  /** Electron's `chrome-sandbox` belongs to root and is setuid, which does without namespaces. */
  readonly helperIsSetuidRoot: boolean
  /** Where that helper is (or would be). */
  readonly helper: string
}

export type HostDecision =
  | { readonly host: 'desktop' }
  /** The runtime is all that is missing: download it, then decide again. */
  | { readonly host: 'download' }
  /** `why` is one sentence for the person. */
  | { readonly host: 'browser'; readonly why: string; readonly canOpen: boolean }

/** Which of the two hosts Millrace opens in. What can be known without a download is decided first. */
export function decideHost(facts: HostFacts): HostDecision {
  const browser = (why: string): HostDecision => ({ host: 'browser', why, canOpen: facts.hasDisplay })
  const isLinux = facts.platform === 'linux'

  if (!facts.hasDisplay) {
    return browser('There is no display here, so Millrace runs in the browser host: open the address below.')
  }
  if (isLinux && facts.isRoot) {
    return browser(
      "Electron's sandbox does not work for root, so Millrace opens in your browser; " +
        'start it as an ordinary user to get the desktop window.',
    )
  }
  if (facts.runtime === 'absent') return { host: 'download' }
  if (facts.runtime !== 'present') {
    return browser(
      `Electron's runtime could not be had (${facts.runtime.unavailable}), so Millrace opens in your browser.`,
    )
  }
  if (isLinux && facts.sandbox.namespacesForbidden && !facts.sandbox.helperIsSetuidRoot) {
    const helper = `'${facts.sandbox.helper}'`
    return browser(
      "This system forbids Electron's sandbox, so Millrace opens in your browser; " +
        `to allow it: sudo chown root:root ${helper} && sudo chmod 4755 ${helper}`,
    )
  }
  return { host: 'desktop' }
}
