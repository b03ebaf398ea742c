export const strings = {
  copyCode: 'Copy code',
  code: 'text',
  image: (alt: string) => `image: ${alt}`,
  imageWithoutText: 'no description',
  table: 'Table',
  done: 'Done',
  notDone: 'Not done',
} as const
