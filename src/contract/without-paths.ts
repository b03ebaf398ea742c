// For what a person gives away: where things lie on a disk tells names.

/** Absolute paths of both kinds; an address keeps its own, which begins after its host. */
export const withoutPaths = (text: string): string =>
  text
    .replaceAll(/\bfile:\/\/[^\s"',;()]+/g, '[path]')
    .replaceAll(/(?<![\w:/.~-])(?:\/[^\s"'\\,;:()]+){2,}/g, '[path]')
    .replaceAll(/\b[A-Za-z]:(?:\\\\?|\/)[^\s"',;()]+/g, '[path]')
