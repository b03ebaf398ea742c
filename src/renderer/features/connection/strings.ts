/** As the person's system writes it, like the times in a session. */
const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' })
const number = new Intl.NumberFormat('en')

/** "5 s", "12 min", "3 h": as coarse as a person would say it. */
const spell = (ms: number): string => {
  const seconds = Math.floor(ms / 1000)
  if (seconds < 120) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 120 ? `${minutes} min` : `${number.format(Math.floor(minutes / 60))} h`
}

export const strings = {
  title: 'Connection',
  states: {
    live: 'Live',
    connecting: 'Connecting',
    polling: 'Polling',
    offline: 'Offline',
    starting: 'Starting',
    stopped: 'Stopped',
    unauthorized: 'Sign in needed',
  },
  /** Our own server before anything has needed it. */
  notStarted: 'Not started',
  /** Between this window and Millrace itself. */
  links: {
    lost: 'Reconnecting',
    stopped: 'Not running',
    'signed-out': 'Signed out',
    'other-version': 'Restart needed',
  },
  linkStoppedLong:
    'Millrace’s background process does not run. Nothing new is shown until it is started again.',
  linkLostLong:
    'This window lost its connection to Millrace itself and is trying again. What you see may be out of date.',
  attempt: (attempt: number) => `attempt ${attempt}`,
  attemptNext: (attempt: number, seconds: number) => `attempt ${attempt}, next in ${seconds} s`,
  every: (seconds: number) => `every ${seconds} s`,
  pollingLong: (seconds: number) => `Live updates are off; checking every ${seconds} s.`,
  noServer: 'No server',
  stateLabel: (server: string, words: string) => `Connection to ${server}: ${words}. Show details`,
  /** What a state means for what is on the screen. */
  means: {
    live: 'Every change is shown as it happens.',
    connecting:
      'What you see may be out of date. Agents on the server go on; what was missed is fetched once it answers.',
    polling:
      'Live updates are off. The server answers, so changes are fetched and answers come in steps. The stream is tried again meanwhile.',
    offline: 'What you see is the last that is known.',
    starting: 'Until it is ready, sessions are shown as they were last known.',
    stopped: 'Sessions are shown as they were last known.',
    unauthorized: 'Nothing is tried again until you sign in.',
  },
  groups: {
    connection: 'Connection',
    stream: 'What came in',
    holes: 'Gaps',
    feed: 'What windows were sent',
    pong: 'Signs of life',
    outbox: 'Outbox',
  },
  since: 'In this state since',
  sinceTime: (at: number, forMs: number) => `${time.format(new Date(at))} (${spell(forMs)})`,
  address: 'Address',
  noAddress: 'none yet',
  version: 'Version',
  unknownVersion: 'not known',
  attempts: 'Attempts to connect',
  silentCuts: 'Cut for silence',
  events: 'Events',
  eventsPerSecond: 'Events per second',
  rate: (value: number) => number.format(value >= 10 ? Math.round(value) : Math.round(value * 10) / 10),
  bytes: 'Received',
  lastByte: 'Last byte',
  ago: (ms: number) => (ms < 1000 ? 'less than 1 s ago' : `${spell(ms)} ago`),
  never: 'none yet',
  unknown: 'Types not known here',
  unknownItem: (type: string, count: number) => `${type} (${number.format(count)})`,
  none: 'none',
  duplicates: 'Repeats dropped',
  rejected: 'Could not be read',
  gaps: 'Marked',
  openGaps: 'Still open',
  repairs: 'Repaired',
  catchUps: 'Catch-ups',
  batches: 'Batches',
  opsIn: 'Changes',
  opsOut: 'Sent as',
  ratio: 'Merged',
  ratioValue: (ratio: number) => `${number.format(Math.round(ratio * 10) / 10)} into one`,
  creditWaits: 'Waits for a window',
  pongLatency: 'Answer takes',
  milliseconds: (ms: number) => `${number.format(Math.round(ms))} ms`,
  pongAnswered: 'Pings answered',
  pongMissed: 'Pings missed',
  outbox: 'Outbox',
  outboxWaiting: 'Waiting',
  outboxSending: 'Being sent',
  outboxFailed: 'Failed',
  outboxEmpty: 'empty',
  outboxWords: (waiting: number, sending: number, failed: number) =>
    [
      waiting > 0 ? `${number.format(waiting)} waiting` : null,
      sending > 0 ? `${number.format(sending)} being sent` : null,
      failed > 0 ? `${number.format(failed)} failed` : null,
    ]
      .filter((each) => each !== null)
      .join(', '),
  holes: 'Gaps',
  holesWords: (open: number) => (open === 0 ? 'none open' : `${number.format(open)} open`),
  count: (value: number) => number.format(value),
  allCounters: 'All counters',
  countedFor: (ms: number) => `Counted for ${spell(ms)}, since Millrace’s background process started.`,
  plotEvents: 'Events per second',
  plotAge: 'Age of the last byte',
  plotNow: (now: string, peak: string) => `${now} now, ${peak} at most`,
  plotLabel: (name: string, minutes: number, words: string) =>
    `${name} over the last ${minutes} minutes: ${words}`,
  plotFrom: (minutes: number) => `${minutes} min ago`,
  plotTo: 'now',
  seconds: (ms: number) => spell(ms),
  copyReport: 'Copy report',
  reportCopied: 'Copied',
  reportNotCopied: 'The report could not be copied.',
  saveDiagnostics: 'Save diagnostics',
  saveFailed: 'The log could not be read, so there is nothing to save.',
  reportHint:
    'Counters and states only. The saved file adds the log. Neither holds content, secrets or paths.',
  tryNow: 'Try now',
  reconnect: 'Reconnect',
  start: 'Start',
  startAgain: 'Start again',
  stop: 'Stop',
  signIn: 'Sign in',
  signInTitle: 'Sign in to this server',
  user: 'User',
  password: 'Password',
  wrongPassword: 'Check the user and the password.',
  remove: 'Remove',
  removeTitle: (name: string) => `Remove ${name}?`,
  removeSafe: 'Its sessions stay on the server. Unsent prompts for it are dropped from this computer.',
  removeConfirm: 'Remove server',
  cancel: 'Cancel',
  diagnosticsFailed: 'The counters could not be read.',
  kinds: {
    bundled: 'Comes with Millrace',
    path: 'opencode from your PATH',
    url: 'Remote server',
    codenomad: 'CodeNomad server',
    demo: 'Demo',
  },
  addServer: 'Connect to a server',
  empty: 'No server is known yet.',
} as const
