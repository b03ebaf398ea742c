/** Starts the bundled opencode, isolated in a temporary folder, with a scripted model behind it. */
import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  type PermissionConfig,
  prepareIsolatedOpencode,
  withoutOpencodeVariables,
} from '../../src/worker/demo/isolation.ts'
import { createSampleProject } from '../../src/worker/demo/sample-project.ts'
import {
  createScriptedModel,
  type ScriptedModel,
  type ScriptedModelOptions,
} from '../../src/worker/demo/scripted-model.ts'
import { bundledOpencode } from './binary.ts'
import { endMarked } from './end-marked.ts'

/** A cold start takes about 2 s; a machine busy with other tests may take far longer. */
const readyWithinMs = 60_000
/** A request made while the server boots may never be answered. */
const healthCheckMs = 1_000
const betweenChecksMs = 100
/** The server's last words, for the error message. */
const maxKeptOutput = 4_000

export interface RealOpencodeOptions {
  /** Relative path to content, put into an empty folder; without it the demo's sample project. */
  readonly projectFiles?: Readonly<Record<string, string>>
  readonly permission?: PermissionConfig
  readonly model?: ScriptedModelOptions
  /** Further models of the demo provider, by id. */
  readonly models?: Readonly<Record<string, object>>
  /** Further variables for the server. */
  readonly env?: Readonly<Record<string, string>>
}

export interface RealOpencode {
  readonly url: string
  readonly username: string
  readonly password: string
  /** The project's folder, as the server names it (no symbolic links). */
  readonly directory: string
  /** Everything of this server lives below it. */
  readonly root: string
  readonly model: ScriptedModel
  readonly env: Readonly<Record<string, string>>
  readonly pid: number
  /** SIGKILL to the server itself; what it stored stays. */
  readonly kill: () => Promise<void>
  /** After `kill`: again, at the same address. */
  readonly restart: () => Promise<void>
  /** Ends the server with all that it started, the model, and removes the folder. */
  readonly close: () => Promise<void>
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const writeProject = async (directory: string, files: Readonly<Record<string, string>>): Promise<void> => {
  await mkdir(directory, { recursive: true })
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true })
    await writeFile(join(directory, path), content)
  }
}

const isHealthy = async (url: string, authorization: string): Promise<boolean> => {
  try {
    const response = await fetch(`${url}/global/health`, {
      headers: { authorization },
      signal: AbortSignal.timeout(healthCheckMs),
    })
    return response.ok && ((await response.json()) as { healthy?: boolean }).healthy === true
  } catch {
    return false
  }
}

export const basicAuthorization = (server: Pick<RealOpencode, 'username' | 'password'>): string =>
  `Basic ${Buffer.from(`${server.username}:${server.password}`).toString('base64')}`

/** Throws, leaving nothing behind, when the server ends early or is not ready in time. */
export const startRealOpencode = async (options: RealOpencodeOptions = {}): Promise<RealOpencode> => {
  const binary = bundledOpencode()
  const root = await realpath(await mkdtemp(join(tmpdir(), 'millrace-opencode-')))
  const directory = join(root, 'project')
  if (options.projectFiles) await writeProject(directory, options.projectFiles)
  else await createSampleProject(directory)

  const model = await createScriptedModel(options.model)
  const { env: isolation } = await prepareIsolatedOpencode({
    root: join(root, 'opencode'),
    modelUrl: model.url,
    serverVersion: binary.version,
    permission: options.permission,
    models: options.models,
  })
  const credentials = { username: 'opencode', password: randomBytes(18).toString('base64url') }
  const mark = `MILLRACE_TEST_MARK=${randomUUID()}`
  const env: Record<string, string> = {
    ...isolation,
    ...options.env,
    OPENCODE_SERVER_PASSWORD: credentials.password,
    MILLRACE_TEST_MARK: mark.slice(mark.indexOf('=') + 1),
  }
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let output = ''
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-maxKeptOutput)
  }
  const launch = (): ChildProcess => {
    const started = spawn(binary.path, ['serve', '--hostname', '127.0.0.1', '--port', String(port)], {
      cwd: directory,
      env: { ...withoutOpencodeVariables(process.env), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    started.stdout.on('data', keep)
    started.stderr.on('data', keep)
    started.on('error', (error) => keep(Buffer.from(error.message)))
    return started
  }
  let child = launch()
  const hasEnded = (): boolean =>
    child.exitCode !== null || child.signalCode !== null || child.pid === undefined
  const endTree = (): void => {
    if (child.pid !== undefined) endMarked(child.pid, mark)
  }
  process.once('exit', endTree)

  const close = async (): Promise<void> => {
    process.off('exit', endTree)
    const ended = hasEnded() ? undefined : once(child, 'exit')
    endTree()
    await ended
    await model.close()
    await rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
  const ready = async (): Promise<void> => {
    const deadline = Date.now() + readyWithinMs
    while (!(await isHealthy(url, basicAuthorization(credentials)))) {
      const isGone = hasEnded()
      if (isGone || Date.now() > deadline) {
        await close()
        throw new Error(`opencode ${isGone ? 'ended' : 'was not ready in time'}: ${output}`)
      }
      await new Promise((resolve) => setTimeout(resolve, betweenChecksMs))
    }
  }

  await ready()
  return {
    url,
    ...credentials,
    directory,
    root,
    model,
    env,
    get pid() {
      return child.pid ?? 0
    },
    kill: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
    restart: async () => {
      child = launch()
      await ready()
    },
    close,
  }
}
