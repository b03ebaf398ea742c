import { ClipboardList, FileText, X } from 'lucide-react'
import { memo, useEffect, useRef, useState, type ReactNode } from 'react'
import type { PromptPart } from '#contract/model'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { blobOf, lineCount } from './attachments.ts'
import { chipKind, isVisible, type Chip } from './content.ts'
import { strings } from './strings.ts'

export interface ChipsProps {
  readonly chips: readonly Chip[]
  readonly onRemove: (id: string) => void
  readonly onIntoText: (chip: Chip) => void
}

export const Chips = memo(function Chips({ chips, onRemove, onIntoText }: ChipsProps) {
  const shown = chips.filter(isVisible)
  if (shown.length === 0) return null
  return (
    <ul aria-label={strings.attachments} className="flex flex-wrap items-end gap-2 px-3 pt-3">
      {shown.map((chip) => (
        <ChipItem key={chip.id} chip={chip} onRemove={onRemove} onIntoText={onIntoText} />
      ))}
    </ul>
  )
})

function ChipItem({ chip, onRemove, onIntoText }: Omit<ChipsProps, 'chips'> & { readonly chip: Chip }) {
  const { part } = chip
  const remove = () => onRemove(chip.id)
  if (part.type === 'text') {
    const name = strings.pastedText(lineCount(part.text))
    return <PasteChip text={part.text} name={name} onRemove={remove} onIntoText={() => onIntoText(chip)} />
  }
  if (part.type === 'agent') return null
  if (chipKind(part) === 'image') return <ImageChip part={part} onRemove={remove} />
  return (
    <Labelled name={part.filename} onRemove={remove}>
      <span className="flex min-w-0 items-center gap-2 pl-2">
        <Icon icon={FileText} size={14} className="shrink-0 text-text-3" />
        <span className="truncate">{part.filename}</span>
      </span>
    </Labelled>
  )
}

function Labelled(props: {
  readonly name: string
  readonly onRemove: () => void
  readonly children: ReactNode
}) {
  return (
    <li className="flex h-7 max-w-64 min-w-0 items-center gap-1 rounded border border-line bg-surface-1 text-12 text-text-2">
      {props.children}
      <IconButton icon={X} size="small" label={strings.remove(props.name)} onClick={props.onRemove} />
    </li>
  )
}

function PasteChip(props: {
  readonly text: string
  readonly name: string
  readonly onRemove: () => void
  readonly onIntoText: () => void
}) {
  const [isOpen, setOpen] = useState(false)
  const intoText = () => {
    setOpen(false)
    props.onIntoText()
  }
  return (
    <Labelled name={props.name} onRemove={props.onRemove}>
      <button
        type="button"
        aria-label={strings.open(props.name)}
        onClick={() => setOpen(true)}
        className="flex h-full min-w-0 items-center gap-2 rounded pl-2 hover:text-text-1"
      >
        <Icon icon={ClipboardList} size={14} className="shrink-0 text-text-3" />
        <span className="truncate">{props.name}</span>
      </button>
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title={props.name}
        size="large"
        footer={<Button onClick={intoText}>{strings.intoText}</Button>}
      >
        <pre className="font-mono text-12 whitespace-pre-wrap wrap-anywhere select-text">{props.text}</pre>
      </Dialog>
    </Labelled>
  )
}

function ImageChip({
  part,
  onRemove,
}: {
  readonly part: Extract<PromptPart, { type: 'file' }>
  readonly onRemove: () => void
}) {
  const image = useRef<HTMLImageElement>(null)
  useEffect(() => {
    const url = URL.createObjectURL(blobOf(part))
    if (image.current !== null) image.current.src = url
    return () => URL.revokeObjectURL(url)
  }, [part])
  return (
    <li className="group relative size-14 overflow-hidden rounded border border-line bg-surface-2">
      <img ref={image} alt={part.filename} className="size-full object-cover text-11" />
      <IconButton
        icon={X}
        size="small"
        label={strings.remove(part.filename)}
        onClick={onRemove}
        className="absolute top-0.5 right-0.5 bg-surface-0/90 text-text-1"
      />
    </li>
  )
}
