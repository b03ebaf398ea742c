import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '#test/journal'
import { createManualClock, settled } from '#test/manual-clock'
import { lockDataDir } from './lock.ts'

/** Another process that holds the folder, as another worker would, until it is ended. */
async function holdElsewhere(folder: string): Promise<{ readonly pid: number; end(): Promise<void> }> {
  const script = `
    import { lockDataDir } from ${JSON.stringify(join(import.meta.dirname, 'lock.ts'))}
    const lock = await lockDataDir(${JSON.stringify(folder)}, { now: Date.now, after: (ms, fn) => setTimeout(fn, ms) })
    process.stdout.write(lock.ok ? 'held' : 'refused')
    setInterval(() => lock, 1000)`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: import.meta.dirname,
  })
  const end = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exit = once(child, 'exit')
    child.kill('SIGKILL')
    await exit
  }
  onTestFinished(end)
  await once(child.stdout, 'data')
  return { pid: child.pid ?? 0, end }
}

test('a folder that another process has is refused after five seconds, and its holder named', async () => {
  const folder = temporaryFolder()
  const holder = await holdElsewhere(folder)
  const clock = createManualClock()
  let result: Awaited<ReturnType<typeof lockDataDir>> | null = null
  void lockDataDir(folder, clock).then((value) => (result = value))
  await clock.advance(4_900)
  expect(result).toBeNull()
  await clock.advance(200)
  expect(result).toEqual({
    ok: false,
    error: { code: 'conflict', message: `Millrace is already running on ${folder} (process ${holder.pid}).` },
  })
})

test('however its holder ends, the folder is free', async () => {
  const folder = temporaryFolder()
  const holder = await holdElsewhere(folder)
  const clock = createManualClock()
  const lock = lockDataDir(folder, clock)
  await clock.advance(1_000)
  await holder.end()
  await clock.advance(1_000)
  const taken = await lock
  expect(taken.ok).toBe(true)
  if (taken.ok) taken.value.release()
  const again = await lockDataDir(folder, clock)
  expect(again.ok).toBe(true)
  if (again.ok) again.value.release()
})

test('a folder that can’t be written is said to be so at once', async () => {
  const file = join(temporaryFolder(), 'file')
  writeFileSync(file, '')
  const result = await lockDataDir(join(file, 'not a folder'), createManualClock())
  expect(result).toMatchObject({ ok: false, error: { code: 'storage' } })
  await settled()
})
