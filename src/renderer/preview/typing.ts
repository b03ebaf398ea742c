// Keys go first: until the frame that shows a key press is painted, growing text waits.

let waits = false

/** A key was pressed and what it did is not painted yet. */
export const isKeyUnpainted = (): boolean => waits

export function watchKeys(): void {
  const painted = () => {
    waits = false
  }
  window.addEventListener(
    'keydown',
    () => {
      if (waits) return
      waits = true
      // A task asked for within a frame comes after that frame.
      requestAnimationFrame(() => setTimeout(painted))
    },
    { capture: true, passive: true },
  )
}
