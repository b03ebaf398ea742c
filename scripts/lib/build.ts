import { packageBin, root } from './project.ts'
import { capture, runNode } from './run.ts'
import { isStale } from './stale.ts'

/** Builds everything into out/, showing the builder's output. Resolves to its exit code. */
export function build(): Promise<number> {
  return runNode(packageBin('electron-vite'), ['build'])
}

/** Builds if out/ is older than what it is made from; ends this process if that fails. */
export async function buildIfStale(): Promise<void> {
  if (!isStale(root)) return
  console.log('Building Millrace …')
  const { code, output } = await capture(process.execPath, [packageBin('electron-vite'), 'build'])
  if (code === 0) return
  console.error(output)
  console.error('Millrace could not be built; what went wrong is above.')
  process.exit(1)
}
