/** `FAULT_SEEDS=7,8` plays these instead, one of a failure for instance. */
export const seedsOf = (usual: readonly number[]): readonly number[] =>
  process.env['FAULT_SEEDS']?.split(',').map(Number) ?? usual
