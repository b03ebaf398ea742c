const count = (n: number, one: string, many: string): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`

/** What a provider says may or may not end like a sentence. */
const sentence = (text: string): string => (/[.!?…]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`)

export const strings = {
  timeline: 'Conversation',
  turns: 'Turns',
  turn: (n: number) => `Turn ${n}`,
  turnWith: (n: number, prompt: string) => `Turn ${n}: ${prompt}`,
  you: 'You',
  shellLine: (command: string) => `!${command}`,
  showMore: 'Show all of it',
  showLess: 'Show less',
  copyFailed: 'The whole text could not be fetched, so nothing was copied.',
  copyPrompt: 'Copy prompt',
  copyTurn: 'Copy',
  copyReasoning: 'Copy reasoning',
  attachment: 'Attachment',
  agent: (name: string) => `@${name}`,
  subtask: (agent: string, description: string) => `Subagent ${agent}: ${description}`,
  working: 'Working',
  lastHeard: 'Working when last heard',
  waiting: 'Waiting for you',
  retrying: (attempt: number, seconds: number) => `Retrying, attempt ${attempt}, in ${seconds} s`,
  retryingNow: (attempt: number) => `Retrying, attempt ${attempt}`,
  retryWhy: (message: string) =>
    `The last attempt failed: ${sentence(message)} Nothing is lost; it goes on from here.`,
  retried: (attempt: number, message: string) => `Attempt ${attempt} failed: ${message}`,
  worked: 'Worked for',
  stopped: 'Stopped. What was written up to then is kept.',
  interrupted:
    'Interrupted: the server went away before this turn ended. What was written up to then is kept.',
  failed: 'This turn ended with an error',
  failedSafe: 'Everything above is kept. Files the agent changed stay changed.',
  goOn: 'Write a message',
  thinking: 'Thinking',
  thought: 'Thought',
  thoughtUnfinished: 'Thought, did not finish',
  promptAfter: (chars: number) =>
    `${chars.toLocaleString('en')} more characters are not drawn. Copy gives all of it.`,
  textBefore: (chars: number) =>
    `${chars.toLocaleString('en')} characters before this are not drawn. Copy gives all of it.`,
  showEarlier: 'Show earlier text',
  compacted: (auto: boolean) =>
    auto
      ? 'The context was nearly full: earlier messages were summarised.'
      : 'Earlier messages were summarised.',
  summary: 'Summary of the conversation so far',
  step: (done: number, all: number, content: string) => `${content} (${done} of ${all} done)`,
  showPlan: 'Show the plan',
  changedFiles: (n: number) => count(n, 'file changed', 'files changed'),
  added: 'added',
  deleted: 'deleted',
  diffLoading: 'Fetching the diff',
  diffNone: 'The server has no diff for this file.',
  tokens: (input: string, output: string) => `${input} in, ${output} out`,
  context: (percent: number) => `${percent} % of context`,
  cost: (dollars: string) => `$${dollars}`,
  began: (time: string) => `Began ${time}`,
  jump: 'Jump to latest',
  jumpNew: (n: number) => `${n.toLocaleString('en')} new`,
  loadingOlder: 'Loading earlier turns',
  olderFailed: 'Earlier turns could not be loaded.',
  loadOlder: 'Load earlier turns',
  loading: 'Loading the conversation',
  stale: 'This is what was last seen here. It may have changed since.',
  failedLoad: 'The conversation could not be fetched',
  failedLoadSafe: 'Nothing on the server was changed. What was seen before is kept.',
  fetchAgain: 'Fetch again',
  fetching: 'Fetching',
  emptyTitle: 'Nothing here yet',
  emptyText: 'Write what you want done. The answer appears here as it is written.',
  gap: {
    reconnect:
      'The connection was lost here for a while. Something may be missing until it is fetched again.',
    'unfinished-text': 'Part of this text may be missing until it ends.',
    dropped: 'More came than could be kept. Something may be missing here.',
    'server-lost': 'The server stopped before this text was whole. What it had not stored is lost.',
    'other-program': 'Another program changed this session. Something may be missing here.',
  },
} as const
