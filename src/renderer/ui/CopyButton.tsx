import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { strings } from '../strings/en.ts'
import { IconButton } from './IconButton.tsx'

/** Long enough to be noticed. */
const COPIED_FOR_MS = 1500

export interface CopyButtonProps {
  /** Called when pressed, so that growing text is copied as it stands. Null: it can't be had just now. */
  readonly text: () => string | Promise<string | null>
  readonly label?: string
  readonly className?: string
}

export function CopyButton({ text, label = strings.copy, className }: CopyButtonProps) {
  const [copied, setCopied] = useState(false)
  const press = async () => {
    const copy = await text()
    if (copy === null) return
    await navigator.clipboard.writeText(copy)
    setCopied(true)
    setTimeout(() => setCopied(false), COPIED_FOR_MS)
  }
  return (
    <IconButton
      icon={copied ? Check : Copy}
      label={copied ? strings.copied : label}
      size="small"
      className={className}
      onClick={() => void press()}
    />
  )
}
