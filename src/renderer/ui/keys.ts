/** How a shortcut is written for people: "⌘⇧J" on a Mac, "Ctrl+Shift+J" elsewhere. */
export function keyNames(keys: string, mac: boolean): readonly string[] {
  const names: Readonly<Record<string, string>> = mac
    ? { Mod: '⌘', Shift: '⇧', Alt: '⌥', Ctrl: '⌃', Enter: '↩', Escape: 'esc' }
    : { Mod: 'Ctrl', Enter: 'Enter', Escape: 'Esc' }
  const arrows: Readonly<Record<string, string>> = { Up: '↑', Down: '↓', Left: '←', Right: '→' }
  return keys.split('+').map((key) => names[key] ?? arrows[key] ?? key)
}

export const keyText = (keys: string, mac: boolean): string => keyNames(keys, mac).join(mac ? '' : '+')
