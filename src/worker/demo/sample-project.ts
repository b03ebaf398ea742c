/** A small, real project for the demo's agent to work in: a tide clock with its tests and a short history. */
import { execFile } from 'node:child_process'
import { access, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { sampleCommits } from './sample-files.ts'

const run = promisify(execFile)
/** Making a commit of ten small files; longer means that git waits for something. */
const gitTimeoutMs = 10_000

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

/** Reads no configuration of the person's, so no hook, signature or template of theirs takes part. */
const git = (directory: string, args: readonly string[], date: string): Promise<unknown> =>
  run('git', ['-c', 'init.defaultBranch=main', '-c', 'commit.gpgsign=false', ...args], {
    cwd: directory,
    timeout: gitTimeoutMs,
    env: {
      ...process.env,
      GIT_CONFIG_GLOBAL: join(directory, '.git', 'no-such-config'),
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Mara Quay',
      GIT_AUTHOR_EMAIL: 'mara@tide-clock.invalid',
      GIT_COMMITTER_NAME: 'Mara Quay',
      GIT_COMMITTER_EMAIL: 'mara@tide-clock.invalid',
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
      GIT_TERMINAL_PROMPT: '0',
    },
  })

/**
 * Makes the project in `directory` unless something is there already. Without a working git the files are still made:
 * `hasHistory` is false then. Rejects when the folder can't be written.
 */
export const createSampleProject = async (directory: string): Promise<{ readonly hasHistory: boolean }> => {
  if (await exists(join(directory, 'package.json')))
    return { hasHistory: await exists(join(directory, '.git')) }
  await mkdir(directory, { recursive: true })
  let hasHistory = await git(directory, ['init', '--quiet'], '').then(
    () => true,
    () => false,
  )
  for (const { subject, date, files } of sampleCommits) {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(directory, path)), { recursive: true })
      await writeFile(join(directory, path), content)
    }
    if (!hasHistory) continue
    hasHistory = await git(directory, ['add', '--all'], date)
      .then(() => git(directory, ['commit', '--quiet', '--message', subject], date))
      .then(
        () => true,
        () => false,
      )
  }
  return { hasHistory }
}
