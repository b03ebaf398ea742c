/** Enough for a slow start of the download; until then the text is held. */
const RELEASE_AFTER_MS = 60_000

/** A browser puts the file where it puts all others; the desktop asks where. */
export function saveText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/markdown' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), RELEASE_AFTER_MS)
}
