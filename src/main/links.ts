// Pages stay where they are: whatever leads elsewhere goes to the system's browser or nowhere.

import { shell, type Session, type WebContents } from 'electron'
import { fail, ok, type Result } from '#contract/result'
import { externalUrl } from './external-url.ts'
import { isOwnPage, type PageSource } from './origin.ts'

export async function openExternal(text: string): Promise<Result<null>> {
  const url = externalUrl(text)
  if (url === null) return fail('bad-request', 'Only web and mail addresses are opened outside Millrace.')
  try {
    await shell.openExternal(url)
    return ok(null)
  } catch {
    return fail('unsupported', 'This system has no program that opens the address.')
  }
}

/** For every web contents, whoever made it. */
export function confine(contents: WebContents, source: PageSource): void {
  contents.setWindowOpenHandler(({ url }) => {
    void openExternal(url)
    return { action: 'deny' }
  })
  contents.on('will-navigate', (event) => {
    if (isReload(contents, event.url)) return
    event.preventDefault()
    if (!isOwnPage(source, event.url)) void openExternal(event.url)
  })
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (!isOwnPage(source, event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
}

// The page asks for a reload when the worker speaks another contract.
const isReload = (contents: WebContents, url: string): boolean => contents.getURL() === url

export function refusePermissions(session: Session, source: PageSource): void {
  const isGranted = (permission: string, url: string): boolean =>
    permission === 'clipboard-sanitized-write' && isOwnPage(source, url)
  session.setPermissionRequestHandler((_contents, permission, decide, details) =>
    decide(isGranted(permission, details.requestingUrl)),
  )
  session.setPermissionCheckHandler((_contents, permission, origin) => isGranted(permission, origin))
  session.setDevicePermissionHandler(() => false)
}
