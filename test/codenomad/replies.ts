/** The server's answers, in each of its error shapes. */
import type { ServerResponse } from 'node:http'

export interface Reply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export const json = (
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Reply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(value),
})

export const error = (status: number, message: string): Reply => json(status, { error: message })

export const text = (status: number, body: string): Reply => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
})

export const empty = (status: number): Reply => ({ status })

/** Unknown addresses outside `/api` answer with the application's page, whatever the method. */
export const page = (): Reply => ({
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!doctype html><title>CodeNomad</title>',
})

/** The framework's answer where no route matches. */
export const notFound = (method: string, path: string): Reply =>
  json(404, { message: `Route ${method}:${path} not found`, error: 'Not Found', statusCode: 404 })

/** The validator's complaint: bad parameters are status 500 there. */
export const invalid = (...fields: readonly string[]): Reply =>
  json(500, {
    statusCode: 500,
    error: 'Internal Server Error',
    message: JSON.stringify(
      fields.map((field) => ({
        code: 'invalid_type',
        expected: 'string',
        received: 'undefined',
        path: [field],
        message: 'Required',
      })),
      null,
      2,
    ),
  })

/** The HTTP framework's own refusals. */
export const refused = {
  tooLarge: () =>
    framework(413, 'FST_ERR_CTP_BODY_TOO_LARGE', 'Payload Too Large', 'Request body is too large'),
  emptyJson: () =>
    framework(
      400,
      'FST_ERR_CTP_EMPTY_JSON_BODY',
      'Bad Request',
      "Body cannot be empty when content-type is set to 'application/json'",
    ),
  badJson: () =>
    framework(
      400,
      'FST_ERR_CTP_INVALID_JSON_BODY',
      'Bad Request',
      "Body is not valid JSON but content-type is set to 'application/json'",
    ),
  mediaType: (type: string) =>
    framework(
      415,
      'FST_ERR_CTP_INVALID_MEDIA_TYPE',
      'Unsupported Media Type',
      `Unsupported Media Type: ${type}`,
    ),
}

const framework = (statusCode: number, code: string, name: string, message: string): Reply =>
  json(statusCode, { statusCode, code, error: name, message })

export function send(res: ServerResponse, { status, headers = {}, body }: Reply): void {
  if (res.headersSent || res.destroyed) return
  res.writeHead(status, {
    ...headers,
    ...(status === 204 ? {} : { 'content-length': Buffer.byteLength(body ?? '') }),
  })
  res.end(body)
}
