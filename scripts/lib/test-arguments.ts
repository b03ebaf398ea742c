export type TestArguments = {
  readonly suites: readonly ('check' | 'unit' | 'e2e')[]
  /** What is left is the end-to-end runner's: file filters, -g, --project … */
  readonly filter: readonly string[]
}

/** `--unit` and `--e2e` choose suites, anything else narrows the end-to-end suite; nothing means all. */
export function parseTestArguments(args: readonly string[]): TestArguments {
  const filter = args.filter((arg) => arg !== '--unit' && arg !== '--e2e' && arg !== '--')
  const chosen = [
    ...(args.includes('--unit') ? (['unit'] as const) : []),
    ...(args.includes('--e2e') || filter.length > 0 ? (['e2e'] as const) : []),
  ]
  return { suites: chosen.length > 0 ? chosen : ['check', 'unit', 'e2e'], filter }
}
