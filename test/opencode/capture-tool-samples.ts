/**
 * Captures what every tool of the bundled opencode looks like in `message.part.updated`, into tool-samples.json:
 * `node test/opencode/capture-tool-samples.ts`. Only paths are made generic; everything else is as the server sent it.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promptWithScript } from '../../src/worker/demo/script.ts'
import { createOpencodeClient } from './client.ts'
import { startRealOpencode } from './real-server.ts'
import { type ToolCase, toolCases } from './tool-cases.ts'

const skill = `---
name: release-notes
description: How this project writes its release notes
---

One sentence per change, newest first.
`

const server = await startRealOpencode({
  permission: { webfetch: 'ask' },
  // opencode offers apply_patch instead of edit and write to models of this name.
  models: {
    'gpt-5-scripted': { name: 'Patcher', tool_call: true, limit: { context: 200_000, output: 32_000 } },
  },
})
const skillFolder = join(server.root, 'opencode', 'config', 'opencode', 'skill', 'release-notes')
await mkdir(skillFolder, { recursive: true })
await writeFile(join(skillFolder, 'SKILL.md'), skill)

const client = createOpencodeClient(server)
const log = await client.openEvents()

const capture = async ({ name, steps, model, reply }: ToolCase): Promise<readonly [string, unknown]> => {
  const from = log.events.length
  const sessionID = await client.createSession()
  const filled = JSON.parse(JSON.stringify({ steps }).replaceAll('{{model}}', server.model.url)) as unknown
  const more = model ? { model: { providerID: 'demo', modelID: model } } : {}
  await client.prompt(sessionID, promptWithScript(`Sample: ${name}`, filled), more)
  const isIdle = (event: { type: string; properties: Readonly<Record<string, unknown>> }): boolean =>
    event.type === 'session.idle' && event.properties.sessionID === sessionID
  let next = from
  for (;;) {
    const event = await log.waitFor(
      `${name} to ask or end`,
      (e) => isIdle(e) || e.type === 'permission.asked' || e.type === 'question.asked',
      next,
    )
    if (isIdle(event)) break
    next = log.events.indexOf(event) + 1
    const id = String(event.properties.id)
    if (event.type === 'permission.asked') {
      await client.call('POST', `/permission/${id}/reply`, { reply: reply ?? 'once' })
    } else if (reply === 'reject') await client.call('POST', `/question/${id}/reject`, {})
    else {
      const questions = event.properties.questions as { options: { label: string }[]; multiple?: boolean }[]
      const answers = questions.map((q) =>
        q.options.slice(0, q.multiple ? 2 : 1).map((option) => option.label),
      )
      await client.call('POST', `/question/${id}/reply`, { answers })
    }
  }
  const mine = log.events.slice(from).filter((event) => {
    const { part, sessionID: owner } = event.properties as {
      part?: { type: string; sessionID: string }
      sessionID?: string
    }
    if (event.type === 'message.part.updated') return part?.type === 'tool' && part.sessionID === sessionID
    return /^(permission|question)\.(asked|replied|rejected)$/.test(event.type) && owner === sessionID
  })
  return [name, mine.map((event) => (event.type === 'message.part.updated' ? event.properties.part : event))]
}

try {
  const samples: Record<string, unknown> = {}
  for (const toolCase of toolCases) {
    const [name, updates] = await capture(toolCase)
    samples[name] = updates
  }
  const text = JSON.stringify(samples, undefined, 2)
    .replaceAll(server.directory, '/home/mara/tide-clock')
    .replaceAll(server.root, '/home/mara/.opencode-root')
    .replaceAll(server.model.url, 'http://127.0.0.1:4000/v1')
    .replaceAll(server.password, 'redacted')
  await writeFile(join(import.meta.dirname, 'tool-samples.json'), `${text}\n`)
} finally {
  log.close()
  await server.close()
}
