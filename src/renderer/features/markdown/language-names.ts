// The languages that can be coloured, by the names people write after a fence and by file endings. Apart
// from their grammars, so that the window doesn't carry those.

const names = [
  'typescript',
  'tsx',
  'javascript',
  'jsx',
  'json',
  'jsonc',
  'html',
  'css',
  'scss',
  'vue',
  'svelte',
  'python',
  'go',
  'rust',
  'java',
  'kotlin',
  'swift',
  'c',
  'cpp',
  'csharp',
  'ruby',
  'php',
  'elixir',
  'haskell',
  'lua',
  'r',
  'dart',
  'scala',
  'zig',
  'sql',
  'graphql',
  'shellscript',
  'shellsession',
  'powershell',
  'yaml',
  'toml',
  'ini',
  'xml',
  'markdown',
  'diff',
  'docker',
  'make',
  'nix',
  'terraform',
  'proto',
] as const

export type LanguageName = (typeof names)[number]

const known = new Map<string, LanguageName>(names.map((name) => [name, name]))

const aliases: Readonly<Record<string, LanguageName>> = {
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  json5: 'jsonc',
  htm: 'html',
  py: 'python',
  golang: 'go',
  rs: 'rust',
  kt: 'kotlin',
  h: 'c',
  'c++': 'cpp',
  cc: 'cpp',
  hpp: 'cpp',
  cs: 'csharp',
  'c#': 'csharp',
  rb: 'ruby',
  ex: 'elixir',
  exs: 'elixir',
  hs: 'haskell',
  gql: 'graphql',
  sh: 'shellscript',
  bash: 'shellscript',
  zsh: 'shellscript',
  shell: 'shellscript',
  console: 'shellsession',
  ps1: 'powershell',
  yml: 'yaml',
  svg: 'xml',
  md: 'markdown',
  patch: 'diff',
  dockerfile: 'docker',
  makefile: 'make',
  tf: 'terraform',
  hcl: 'terraform',
}

for (const [alias, name] of Object.entries(aliases)) known.set(alias, name)

/** Null when there is no grammar for it. */
export const languageName = (written: string): LanguageName | null => known.get(written.toLowerCase()) ?? null

/** The language of a file by its name, '' when unknown. */
export function languageOfFile(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase()
  const ending = name.includes('.') ? name.slice(name.lastIndexOf('.') + 1) : name
  return languageName(ending) ?? ''
}
