import type { Script } from './script.ts'
export const findShowcase = (_prompts: readonly (readonly string[])[]): Script | undefined => undefined
