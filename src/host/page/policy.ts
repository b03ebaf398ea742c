// What a page may load and reach: the headers that both hosts put on every answer. A web worker takes the
// policy of its own script's answer, so there is no answer without one.

/** `'none'` on the desktop; `'self'` in the browser host, whose WebSocket has the page's own origin. */
export type ConnectSource = "'none'" | "'self'"

/** Images: attached files are `data:` addresses, their previews `blob:`. Nothing inline may run or style. */
export const contentSecurityPolicy = (connect: ConnectSource): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "worker-src 'self'",
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/** Lower-case names, ready for `Response` and for `node:http`. */
export const securityHeaders = (connect: ConnectSource): Readonly<Record<string, string>> => ({
  'content-security-policy': contentSecurityPolicy(connect),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
})
