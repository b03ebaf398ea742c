import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { strings } from '../strings/en.ts'
import { IconButton } from './IconButton.tsx'

/** Long enough to be noticed. */
const COPIED_FOR_MS = 1500

export interface CopyButtonProps {
  /** Called when pressed, so that growing text is copied as it stands. */
  readonly text: () => string
  readonly label?: string
  readonly className?: string
}

export function CopyButton({ text, label = strings.copy, className }: CopyButtonProps) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text())
    setCopied(true)
    setTimeout(() => setCopied(false), COPIED_FOR_MS)
  }
  return (
    <IconButton
      icon={copied ? Check : Copy}
      label={copied ? strings.copied : label}
      size="small"
      className={className}
      onClick={() => void copy()}
    />
  )
}
