import { join } from 'node:path'
import { root } from './project.ts'
import { runNode } from './run.ts'

/** Runs the built browser host with these arguments; resolves to its exit code. */
export function runWeb(args: readonly string[], canOpen: boolean): Promise<number> {
  const quiet = canOpen || args.includes('--no-open') ? [] : ['--no-open']
  return runNode(join(root, 'out/main/web.js'), [...args, ...quiet], { interactive: true })
}
