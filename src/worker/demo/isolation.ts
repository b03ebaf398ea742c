/** Prepares an opencode that shares nothing with the person's own: its folders, its configuration, one scripted model. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

type PermissionAction = 'allow' | 'ask' | 'deny'
/** One answer for a tool, or one for each pattern of what the tool is asked to do. */
export type PermissionConfig = Readonly<
  Record<string, PermissionAction | Readonly<Record<string, PermissionAction>>>
>

export interface IsolationOptions {
  /** An absolute path; made if missing. Everything the server writes stays below it. */
  readonly root: string
  /** The scripted model's base URL, ending in `/v1`. */
  readonly modelUrl: string
  /** The version of the server that will run, for example `1.18.33`. */
  readonly serverVersion: string
  /** Laid over the default: edits and commands ask, the web is closed. */
  readonly permission?: PermissionConfig
  /** Further models of the demo provider, by id, as opencode's configuration describes a model. */
  readonly models?: Readonly<Record<string, object>>
}

const model = (name: string, more: object = {}) => ({
  name,
  tool_call: true,
  reasoning: true,
  attachment: true,
  modalities: { input: ['text', 'image'], output: ['text'] },
  limit: { context: 200_000, output: 32_000 },
  ...more,
})

/** The server makes the variants low, medium and high for every model that reasons; this takes one away. */
const off = { disabled: true }

const configFor = (modelUrl: string, permission: PermissionConfig, models: object) => ({
  $schema: 'https://opencode.ai/config.json',
  autoupdate: false,
  share: 'disabled',
  enabled_providers: ['demo'],
  provider: {
    demo: {
      npm: '@ai-sdk/openai-compatible',
      name: 'Demo',
      options: { baseURL: modelUrl, apiKey: 'none' },
      // The prices (dollars per million tokens) are made up: they give the cost line something to show.
      models: {
        fast: model('Fast', {
          variants: { low: off, medium: off, high: off },
          cost: { input: 0.5, output: 2 },
        }),
        deep: model('Deep', { variants: { medium: off }, cost: { input: 3, output: 15 } }),
        ...models,
      },
    },
  },
  model: 'demo/fast',
  small_model: 'demo/fast',
  permission,
})

const gitConfig = `[user]
\tname = Millrace Demo
\temail = demo@millrace.invalid
[init]
\tdefaultBranch = main
[commit]
\tgpgsign = false
`

/**
 * Writes the folders and files. `env` holds what must be set for the server; the caller lays it over an environment
 * that has no `OPENCODE_*` of its own (see `withoutOpencodeVariables`). Rejects when `root` can't be written.
 */
export const prepareIsolatedOpencode = async (
  options: IsolationOptions,
): Promise<{ readonly env: Readonly<Record<string, string>> }> => {
  const { root, modelUrl, serverVersion, models = {} } = options
  const permission = { edit: 'ask', bash: 'ask', webfetch: 'deny', ...options.permission } as const
  const home = join(root, 'home')
  const temporary = join(root, 'tmp')
  const config = join(root, 'config')
  const gitConfigFile = join(home, '.gitconfig')
  const env = {
    HOME: home,
    USERPROFILE: home,
    XDG_CONFIG_HOME: config,
    XDG_DATA_HOME: join(root, 'data'),
    XDG_CACHE_HOME: join(root, 'cache'),
    XDG_STATE_HOME: join(root, 'state'),
    TMPDIR: temporary,
    TEMP: temporary,
    TMP: temporary,
    GIT_CONFIG_GLOBAL: gitConfigFile,
    GIT_CONFIG_NOSYSTEM: '1',
    OPENCODE_DISABLE_MODELS_FETCH: '1',
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_DISABLE_SHARE: '1',
    OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
    OPENCODE_DISABLE_DEFAULT_PLUGINS: '1',
  }
  const opencodeConfig = join(config, 'opencode')
  const folders = [home, temporary, env.XDG_DATA_HOME, env.XDG_CACHE_HOME, env.XDG_STATE_HOME]
  // An empty node_modules beside files that already name the plugin keeps the server from installing it by itself.
  const dependencies = { '@opencode-ai/plugin': serverVersion }
  const lock = { lockfileVersion: 3, requires: true, packages: { '': { dependencies } } }
  const writeJson = (name: string, value: unknown) =>
    writeFile(join(opencodeConfig, name), `${JSON.stringify(value, undefined, 2)}\n`)

  await Promise.all(
    [...folders, join(opencodeConfig, 'node_modules')].map((folder) => mkdir(folder, { recursive: true })),
  )
  await Promise.all([
    writeFile(gitConfigFile, gitConfig),
    writeJson('opencode.json', configFor(modelUrl, permission, models)),
    writeJson('package.json', { dependencies }),
    writeJson('package-lock.json', lock),
  ])
  return { env }
}

/** `env` without the variables by which a person configures their own opencode. */
export const withoutOpencodeVariables = (env: Readonly<NodeJS.ProcessEnv>): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.toUpperCase().startsWith('OPENCODE_')))
