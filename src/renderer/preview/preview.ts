// This window's growing text.

import { systemClock } from './cadence.ts'
import { createPreview } from './create-preview.ts'

export const preview = createPreview(systemClock)
export const { applyText, applyEnd, replaceText, isWhole, textOf, subscribe, dropSession } = preview
