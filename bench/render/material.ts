/** Sessions and answers for the render bench: the same ones in every run. */
import { messageID, partID, sessionID, type SessionID } from '../../src/contract/ids.ts'
import type { Op } from '../../src/contract/ops.ts'
import {
  at,
  makeActivity,
  makeAssistant,
  makeProject,
  makeServer,
  makeSession,
  makeUser,
  server,
  textOps,
} from '../../src/renderer/dev/make.ts'
import { markdown as sample } from '../../src/renderer/dev/timeline-texts.ts'

const FOLDER = '/home/ada/tide-clock'
const MINUTE_MS = 60_000
const pad = (n: number): string => String(n).padStart(6, '0')

/** Every piece of markdown that answers use, over and over, each round with words of its own. */
export function markdownOf(length: number): string {
  const rounds: string[] = []
  for (let round = 0, size = 0; size < length; round += 1) {
    const text = `${sample.replace('[^1]: ', `[^n${round}]: `).replace('## What', `## ${round}. What`)}\n\n`
    rounds.push(text)
    size += text.length
  }
  return rounds.join('').slice(0, length)
}

const openPart = (session: SessionID) => partID(`prt_${session}_zz`)

/** The shell around: one server, one folder, these sessions. */
export const shellOps = (sessions: readonly string[]): readonly Op[] => [
  { op: 'server', server: makeServer() },
  { op: 'project', project: makeProject(FOLDER) },
  ...sessions.map((id, index): Op => ({
    op: 'session',
    session: makeSession(id, { directory: FOLDER, title: `Session ${id}`, updated: at - index }),
  })),
]

function turnOps(session: SessionID, n: number): readonly Op[] {
  const user = makeUser(session, `msg_${pad(n)}a`, { created: at + n * MINUTE_MS })
  const answer = makeAssistant(session, `msg_${pad(n)}b`, user.id, {
    created: user.created,
    completed: user.created + MINUTE_MS / 2,
  })
  // Each its own, or what is remembered by text would be found for all of them.
  const text =
    n % 3 === 0 ? sample.replace('## What', `## ${session} ${n}. What`) : `Answer ${n}. `.repeat(60)
  return [
    { op: 'message', server, message: user },
    ...textOps({ session, message: user.id, id: `prt_${session}_${pad(n)}a`, text: `Question ${n}` }),
    { op: 'message', server, message: answer },
    ...textOps({ session, message: answer.id, id: `prt_${session}_${pad(n)}b`, text }),
  ]
}

/** `turns` ended turns. */
export function sessionOps(id: string, turns: number): readonly Op[] {
  const session = sessionID(id)
  return [
    { op: 'activity', server, id: session, activity: makeActivity() },
    ...Array.from({ length: turns }, (_, n) => turnOps(session, n)).flat(),
    { op: 'view', server, session, from: 'server', older: false, error: null },
  ]
}

/** A turn at work after those, whose answer so far is `text`. */
export function runningOps(id: string, turns: number, text: string): readonly Op[] {
  const session = sessionID(id)
  const user = makeUser(session, `msg_${pad(turns)}a`, { created: Date.now() })
  const answer = makeAssistant(session, `msg_${pad(turns)}b`, messageID(user.id), {
    created: Date.now(),
    completed: null,
  })
  return [
    {
      op: 'activity',
      server,
      id: session,
      activity: makeActivity({ status: { type: 'busy', since: Date.now() } }),
    },
    { op: 'message', server, message: user },
    ...textOps({ session, message: user.id, id: `prt_${id}_yy`, text: 'Go on' }),
    { op: 'message', server, message: answer },
    {
      op: 'part',
      server,
      part: {
        type: 'text',
        id: openPart(session),
        message: answer.id,
        session,
        synthetic: false,
        start: Date.now(),
        end: null,
      },
    },
    ...(text === '' ? [] : [growth(id, 0, text)]),
  ]
}

/** More of the running turn's answer. */
export const growth = (id: string, from: number, text: string): Op => ({
  op: 'text',
  server,
  session: sessionID(id),
  part: openPart(sessionID(id)),
  field: 'text',
  rev: 0,
  at: from,
  text,
})

export const addressOf = (id: string): string => `/s/${server}/session/${id}`
