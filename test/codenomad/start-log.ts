/** What an opencode prints while it starts: about 30 lines, nearly all on stderr, so nearly all `error`. */
export interface LogLine {
  readonly level: 'info' | 'error'
  readonly message: string
}

const STDERR_LINES_AFTER_START = 26

const stderr = (message: string): LogLine => ({
  level: 'error',
  message: `timestamp=1970-01-01T00:00:00.000Z level=INFO run=00000000 message=${message}`,
})

export const beforeStart = (): readonly LogLine[] =>
  ['config.json', 'opencode.json', 'opencode.jsonc'].map((file) =>
    stderr(`loading path=/config/opencode/${file}`),
  )

export const listening = (url: string): LogLine => ({
  level: 'info',
  message: `opencode server listening on ${url}`,
})

export const afterStart = (folder: string): readonly LogLine[] => [
  stderr('"global event connected"'),
  ...Array.from({ length: STDERR_LINES_AFTER_START }, () => stderr(`init directory=${folder}`)),
]
