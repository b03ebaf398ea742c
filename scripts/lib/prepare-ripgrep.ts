import { aptInstall, canUseApt } from './apt.ts'
import { which } from './which.ts'

/** Finds `rg`, which opencode's search tools run, or installs it; resolves to whether it is there. */
export async function prepareRipgrep(): Promise<boolean> {
  if (which('rg') !== undefined) return true
  if (canUseApt()) {
    console.log("opencode's search tools need ripgrep (rg) and it is not here.")
    if ((await aptInstall('ripgrep')) && which('rg') !== undefined) return true
  }
  console.error('The tests need ripgrep: install it so that `rg` is on the PATH.')
  return false
}
