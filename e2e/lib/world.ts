// What one app under test lives in: its own data dir, project, scripted model and isolated opencode.

import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import {
  type PermissionConfig,
  prepareIsolatedOpencode,
  withoutOpencodeVariables,
} from '../../src/worker/demo/isolation.ts'
import { createSampleProject } from '../../src/worker/demo/sample-project.ts'
import { createScriptedModel, type ScriptedModel } from '../../src/worker/demo/scripted-model.ts'
import { bundledOpencode } from '../../test/opencode/binary.ts'
import { endMarked } from './processes.ts'

export interface World {
  /** Everything below it is removed at the end. */
  readonly root: string
  readonly dataDir: string
  /** A small git project; its real path. */
  readonly project: string
  readonly model: ScriptedModel
  /** For the app: what it starts is isolated and talks to the model. */
  readonly env: Readonly<Record<string, string>>
  /** Stands in the environment of every process of this world and of no other. */
  readonly mark: string
  readonly end: () => Promise<void>
}

export interface WorldOptions {
  readonly permission?: PermissionConfig
  /** Further variables for the app. */
  readonly env?: Readonly<Record<string, string>>
}

/** Commands that need no asking, so that a test about something else has no ask in its way. */
const PERMISSION: PermissionConfig = {
  edit: 'ask',
  webfetch: 'ask',
  bash: { '*': 'ask', 'printf *': 'allow', 'sleep *': 'allow', 'seq *': 'allow', 'exit *': 'allow' },
}

/** Offered to models of this name only: apply_patch. */
const MODELS = {
  'gpt-5-scripted': { name: 'Patcher', tool_call: true, limit: { context: 200_000, output: 32_000 } },
}

const SKILL = `---
name: release-notes
description: How this project writes its release notes
---

One sentence per change, newest first.
`
const COMMAND = `---
description: Greets somebody
---

Greet $ARGUMENTS.
`

/** What a person has in their own opencode configuration: a skill and a command. */
const giveExtras = async (config: string): Promise<void> => {
  await mkdir(join(config, 'skill', 'release-notes'), { recursive: true })
  await mkdir(join(config, 'command'), { recursive: true })
  await writeFile(join(config, 'skill', 'release-notes', 'SKILL.md'), SKILL)
  await writeFile(join(config, 'command', 'greet.md'), COMMAND)
}

export const createWorld = async (options: WorldOptions = {}): Promise<World> => {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'millrace-e2e-')))
  const project = join(root, 'tide-clock')
  await createSampleProject(project)
  const model = await createScriptedModel()
  const isolated = await prepareIsolatedOpencode({
    root: join(root, 'oc'),
    modelUrl: model.url,
    serverVersion: bundledOpencode().version,
    permission: options.permission ?? PERMISSION,
    models: MODELS,
  })
  await giveExtras(join(isolated.env['XDG_CONFIG_HOME'] ?? root, 'opencode'))
  const mark = randomUUID()
  const env = {
    ...(withoutOpencodeVariables(process.env) as Record<string, string>),
    // As from a terminal: otherwise the login shell is asked, and it would lead out of the isolation.
    TERM: 'dumb',
    ...isolated.env,
    ...options.env,
    // Empty unless a test puts programs there (lib/gate.ts).
    PATH: `${join(root, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`,
    MILLRACE_TEST_MARK: mark,
  }
  return {
    root,
    dataDir: join(root, 'data'),
    project,
    model,
    env,
    mark,
    end: async () => {
      endMarked(mark)
      await model.close()
      await rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  }
}
