/** A browser puts the file where it puts all others; the desktop asks where. */
export function saveText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/markdown' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download holds the blob from its click on.
  setTimeout(() => URL.revokeObjectURL(url))
}
