// What a person gives to somebody who helps: states and counters. Servers have no names here, because a name or an
// address can be private.

import type { ServerDiagnostics } from '#contract/diagnostics'
import type { FeedCounters } from '#contract/feed'
import type { Server } from '#contract/model'
import { withoutPaths } from '#contract/without-paths'
import type { Link } from '../../store/state.ts'
import { allFigures, mainFigures, windowFigures, type Figure } from './figures.logic.ts'
import { reasonOf } from './connection.logic.ts'
import { strings } from './strings.ts'

export interface ReportParts {
  readonly version: string
  readonly host: string
  readonly platform: string
  readonly now: number
  readonly link: Link
  readonly servers: readonly Server[]
  readonly diagnostics: ReadonlyMap<string, ServerDiagnostics>
  readonly windows: FeedCounters | null
}

/** Markdown that reads well as plain text. */
export function writeReport(parts: ReportParts): string {
  const { version, host, platform, now, link } = parts
  return [
    '# Millrace connection report',
    '',
    `- Millrace ${version || 'of an unknown version'}, ${host === 'web' ? 'browser' : 'desktop'}, ${platform}`,
    `- Written: ${iso(now)}`,
    `- This window: ${link}`,
    ...(parts.windows === null
      ? []
      : ['', `## ${strings.groups.windows}`, '', ...lines(windowFigures(parts.windows))]),
    ...parts.servers.flatMap((server, index) => [
      '',
      ...aboutServer(server, index + 1, parts.diagnostics.get(server.id) ?? null),
    ]),
    '',
  ].join('\n')
}

function aboutServer(
  server: Server,
  number: number,
  diagnostics: ServerDiagnostics | null,
): readonly string[] {
  const reason = reasonOf(server.connection)
  const head = [
    `## Server ${number}: ${strings.kinds[server.kind]}`,
    '',
    `- Server version: ${server.version ?? strings.unknownVersion}`,
    `- State: ${server.connection.state}`,
    ...(reason ? [`- Reason: ${withoutPaths(reason)}`] : []),
  ]
  if (diagnostics === null) return [...head, '- Counters: not available']
  return [
    ...head,
    `- In this state since: ${iso(diagnostics.since)}`,
    `- Counted since: ${iso(diagnostics.countedSince)}`,
    ...lines(mainFigures(diagnostics)),
    ...allFigures(diagnostics).flatMap(({ title, figures }) => ['', `### ${title}`, '', ...lines(figures)]),
    '',
    '### Last minutes',
    '',
    `- Events each second: ${runs(diagnostics.history.map(({ events }) => String(events)))}`,
    `- Age of the last byte in s: ${runs(diagnostics.history.map(ageWord))}`,
  ]
}

const lines = (figures: readonly Figure[]): readonly string[] =>
  figures.map(({ name, value }) => `- ${name}: ${value}`)

const ageWord = ({ lastByteAgeMs }: ServerDiagnostics['history'][number]): string =>
  lastByteAgeMs === null ? '-' : String(Math.round(lastByteAgeMs / 1000))

const iso = (at: number): string => new Date(at).toISOString()

/** `0×12 5 7 0×3`: a quiet minute takes one word. */
function runs(words: readonly string[]): string {
  const out: { word: string; times: number }[] = []
  for (const word of words) {
    const last = out.at(-1)
    if (last?.word === word) last.times++
    else out.push({ word, times: 1 })
  }
  return out.map(({ word, times }) => (times > 1 ? `${word}×${times}` : word)).join(' ')
}
