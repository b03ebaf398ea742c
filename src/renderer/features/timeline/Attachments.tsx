import { Paperclip } from 'lucide-react'
import { useCallback, useMemo } from 'react'
import type { Attachment } from '#contract/model'
import { Icon } from '../../ui/Icon.tsx'
import { strings } from './strings.ts'

/** Bytes of a base64 data: URL; null for anything else. The window's policy loads no data: or remote image. */
function bytesOf(url: string): Uint8Array<ArrayBuffer> | null {
  const match = /^data:[^,]*;base64,(.*)$/s.exec(url)
  if (!match) return null
  try {
    return Uint8Array.from(atob(match[1] ?? ''), (char) => char.charCodeAt(0))
  } catch {
    return null
  }
}

function Thumbnail({ bytes, mime, name }: { bytes: Uint8Array<ArrayBuffer>; mime: string; name: string }) {
  const show = useCallback(
    (image: HTMLImageElement | null) => {
      if (!image) return
      const made = URL.createObjectURL(new Blob([bytes], { type: mime }))
      image.src = made
      return () => URL.revokeObjectURL(made)
    },
    [bytes, mime],
  )
  return (
    <img ref={show} alt={name} title={name} className="size-16 rounded border border-line object-cover" />
  )
}

// An SVG can hold a page of its own: it stays a name.
const isPicture = (mime: string): boolean => mime.startsWith('image/') && mime !== 'image/svg+xml'

function File({ file }: { readonly file: Attachment }) {
  const { mime, url } = file
  const bytes = useMemo(() => (isPicture(mime) ? bytesOf(url) : null), [mime, url])
  const name = file.filename ?? strings.attachment
  if (bytes) return <Thumbnail bytes={bytes} mime={mime} name={name} />
  return (
    <span className="inline-flex h-6 max-w-full items-center gap-1 rounded border border-line px-2 text-12 text-text-2">
      <Icon icon={Paperclip} size={12} className="shrink-0 text-text-3" />
      <span className="truncate">{name}</span>
    </span>
  )
}

/** Images as thumbnails, other files by name. */
export function Attachments({ files }: { readonly files: readonly Attachment[] }) {
  if (files.length === 0) return null
  return (
    <div className="mt-2 flex flex-wrap items-end gap-2">
      {files.map((file, index) => (
        <File key={index} file={file} />
      ))}
    </div>
  )
}
