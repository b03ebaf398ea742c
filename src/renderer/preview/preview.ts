// This window's growing text.

import { createPreview } from './create-preview.ts'
import { isKeyUnpainted } from './typing.ts'

export const preview = createPreview({
  now: () => performance.now(),
  setTimer: (run, afterMs) => void setTimeout(run, afterMs),
  isUrgent: isKeyUnpainted,
})
export const { applyText, applyEnd, replaceText, isWhole, textOf, subscribe, dropSession } = preview
