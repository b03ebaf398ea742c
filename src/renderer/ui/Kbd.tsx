import { isMac } from '../app/desktop.ts'
import { keyText } from './keys.ts'

/** A shortcut as keymap.ts writes it ("Mod+Shift+J"), in the words of this platform. */
export function Kbd({ keys }: { readonly keys: string }) {
  return <kbd className="font-sans text-11 text-text-3 whitespace-nowrap">{keyText(keys, isMac)}</kbd>
}
