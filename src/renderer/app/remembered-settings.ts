// The last settings seen, so that a window opens in its colours before the worker answers.

import { settingsSchema } from '#contract/settings'
import { rpc } from '../rpc/rpc.ts'
import { applySettings } from '../store/actions.ts'
import { store } from '../store/store.ts'

const KEY = 'millrace.settings'

export function rememberSettings() {
  applyStored(localStorage.getItem(KEY))
  store.subscribe((state, before) => {
    if (state.ui.settings !== before.ui.settings) localStorage.setItem(KEY, JSON.stringify(state.ui.settings))
  })
}

export async function loadSettings() {
  const settings = await rpc.readSettings({})
  if (settings.ok) applySettings(settings.value)
}

function applyStored(stored: string | null) {
  if (stored === null) return
  try {
    const settings = settingsSchema.safeParse(JSON.parse(stored))
    if (settings.success) applySettings(settings.data)
  } catch {
    localStorage.removeItem(KEY)
  }
}
