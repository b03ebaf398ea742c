import { defineConfig } from 'vitest/config'

/** `npm run test:long`: what takes minutes because its time is real, or because it is played very often. */
export default defineConfig({
  test: {
    include: ['{src,test}/**/*.long.ts'],
    testTimeout: 10 * 60_000,
    hookTimeout: 2 * 60_000,
    maxWorkers: 2,
  },
})
