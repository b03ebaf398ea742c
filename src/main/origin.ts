// Where the app's own page lives. Everything that trusts a page asks here which page it is.

export const APP_SCHEME = 'app'
const APP_HOST = 'millrace'

/** The built page. */
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`

export interface PageSource {
  /** Scheme, host and port, without a slash at the end. */
  readonly origin: string
  readonly isDev: boolean
}

/**
 * The built page, or in development electron-vite's server. A packaged app has no development page, whatever
 * its environment says: it would be a way to have it load a stranger's page.
 */
export function pageSource(isPackaged: boolean, devUrl: string | undefined): PageSource {
  if (isPackaged || devUrl === undefined || !URL.canParse(devUrl)) return { origin: APP_ORIGIN, isDev: false }
  const { protocol, hostname, origin } = new URL(devUrl)
  const isLoopback = protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  return isLoopback ? { origin, isDev: true } : { origin: APP_ORIGIN, isDev: false }
}

/** The path of a page of that source, `/` for any other address. */
export const routeOf = (source: PageSource, url: string): string =>
  isOwnPage(source, url) ? new URL(url).pathname : '/'

/** Whether `url` is a page of that source; `URL.origin` is "null" for schemes it doesn't know. */
export function isOwnPage(source: PageSource, url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}` === source.origin
}
