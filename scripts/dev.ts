import { chooseHost } from './lib/choose-host.ts'
import { packageBin } from './lib/project.ts'
import { runNode } from './lib/run.ts'
import { watchWeb } from './lib/watch-web.ts'

// `npm run dev [-- arguments]`: desktop with hot reload of the renderer and a restart when main or worker
// change; without a desktop, the browser host, rebuilt on every change.
const args = process.argv.slice(2)

const chosen = await chooseHost()
if (chosen.host === 'desktop') {
  // electron-vite knows neither ELECTRON_OVERRIDE_DIST_PATH nor what we have found.
  const env = { ...process.env, ELECTRON_EXEC_PATH: chosen.executable }
  process.exitCode = await runNode(packageBin('electron-vite'), ['dev', '--watch', '--', ...args], {
    env,
    interactive: true,
  })
} else {
  console.log('Hot reload needs Electron: here every change is rebuilt; reload the page to see it.')
  await watchWeb(args, chosen.canOpen)
}
