import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packageBin, root } from '../lib/project.ts'
import { capture } from '../lib/run.ts'

const FORBIDDEN: readonly (readonly [file: string, source: string])[] = [
  ['src/contract/a.ts', `import fs from 'node:fs'`],
  ['src/contract/b.ts', `import { x } from '../worker/x.ts'`],
  ['src/contract/c.ts', `import { x } from '#host/x'`],
  ['src/host/a.ts', `import { app } from 'electron'`],
  ['src/host/b.ts', `import { x } from '../main/x.ts'`],
  ['src/worker/a.ts', `import { app } from 'electron'`],
  ['src/worker/b.ts', `import type { App } from 'electron'`],
  ['src/worker/c.ts', `export const app = await import('electron')`],
  ['src/worker/d.ts', `export type App = import('electron').App`],
  ['src/worker/deep/e.ts', `export { x } from '../../renderer/x.ts'`],
  ['src/worker/deep/f.ts', `export * from '../../web/x.ts'`],
  ['src/worker/g.ts', `import { x } from '#host/x'`],
  ['src/worker/h.ts', `import { x } from '#test/x'`],
  ['src/worker/i.ts', `import { x } from '../../test/x.ts'`],
  ['src/worker/j.ts', `import { x } from '../contract/x.ts'`],
  ['src/main/a.ts', `import { x } from '../worker/x.ts'`],
  ['src/main/b.ts', `import { x } from '../renderer/x.ts'`],
  ['src/main/c.ts', `import { x } from '../web/x.ts'`],
  ['src/web/a.ts', `import { app } from 'electron'`],
  ['src/web/b.ts', `import { x } from '../worker/x.ts'`],
  ['src/web/c.ts', `import { x } from '../main/x.ts'`],
  ['src/preload/a.ts', `import fs from 'node:fs'`],
  ['src/preload/b.ts', `import { x } from '../main/x.ts'`],
  ['src/renderer/a.ts', `import fs from 'node:fs'`],
  ['src/renderer/b.tsx', `import { app } from 'electron'`],
  ['src/renderer/c.ts', `import { x } from '../worker/x.ts'`],
  ['src/renderer/d.ts', `import { x } from '../preload/x.ts'`],
]

const ALLOWED: readonly (readonly [file: string, source: string])[] = [
  ['src/host/ok.ts', `import { x } from '#contract/x'`],
  ['src/worker/ok.ts', `import { x } from '#contract/x'\nimport fs from 'node:fs'`],
  ['src/worker/host/ok.ts', `import { x } from './y.ts'\nimport { z } from '../renderer/z.ts'`],
  ['src/worker/ok.test.ts', `import { x } from '#test/x'`],
  ['src/main/ok.ts', `import { app } from 'electron'\nimport { x } from '#host/x'`],
  ['src/preload/ok.ts', `import { ipcRenderer } from 'electron'\nimport { x } from '#contract/x'`],
  ['src/web/ok.ts', `import { x } from '#host/x'`],
  ['src/renderer/ok.tsx', `import { x } from '#contract/x'\nimport react from 'react'`],
  ['src/renderer/ok.test.ts', `import fs from 'node:fs'`],
  ['e2e/ok.spec.ts', `import { x } from '#test/x'\nimport fs from 'node:fs'`],
]

let flagged: ReadonlySet<string> = new Set()
let folder = ''

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-lint-'))
  for (const [file, source] of [...FORBIDDEN, ...ALLOWED]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), `${source}\n`)
  }
  const { output } = await capture(
    process.execPath,
    [packageBin('oxlint'), '-c', join(root, '.oxlintrc.json'), '--format', 'json', '.'],
    { cwd: folder },
  )
  const report: { diagnostics: { code: string; filename: string }[] } = JSON.parse(output)
  flagged = new Set(
    report.diagnostics.filter(({ code }) => code === 'millrace(rooms)').map(({ filename }) => filename),
  )
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each(FORBIDDEN)('%s may not say: %s', (file) => expect(flagged).toContain(file))
test.each(ALLOWED)('%s may say: %s', (file) => expect(flagged).not.toContain(file))
