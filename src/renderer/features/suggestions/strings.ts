export const strings = {
  label: 'Prompts to try',
  failed: (why: string) => `That prompt could not be sent: ${why}`,
} as const
