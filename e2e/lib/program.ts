// The app as a program: started with a command line, watched until it ends.

import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type HostKind, root } from './host.ts'
import type { World } from './world.ts'

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** What starts the app, before its own flags. */
const programOf = (kind: HostKind): readonly [string, ...string[]] =>
  kind === 'browser'
    ? [process.execPath, join(root, 'out/main/web.js'), '--no-open']
    : [
        createRequire(join(root, 'package.json'))('electron') as string,
        root,
        // As Playwright starts it: Chromium has no sandbox for root.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ]

/** Chromium says things of its own on stderr before the app can say a word. */
const withoutChromium = (text: string): string =>
  text.replace(/^(DevTools listening on |\[\d+:).*\n/gm, '').trim()

/** Runs to its end; a program that should end and doesn't is the test's time limit to notice. */
export const runProgram = (
  kind: HostKind,
  world: World,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const [command, ...before] = programOf(kind)
    const child = spawn(command, [...before, ...args], {
      cwd: root,
      env: { ...world.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const ended = { stdout: '', stderr: '' }
    child.stdout.on('data', (chunk: Buffer) => (ended.stdout += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (ended.stderr += chunk.toString()))
    child.once('error', reject)
    child.once('close', (code) =>
      resolve({ code, stdout: ended.stdout, stderr: withoutChromium(ended.stderr) }),
    )
  })
