// The grammars that the window can load, by the names people write after a fence.

import type { LanguageRegistration } from 'shiki/core'

type Loader = () => Promise<{ readonly default: readonly LanguageRegistration[] }>

const loaders: Readonly<Record<string, Loader>> = {
  typescript: () => import('shiki/dist/langs/typescript.mjs'),
  tsx: () => import('shiki/dist/langs/tsx.mjs'),
  javascript: () => import('shiki/dist/langs/javascript.mjs'),
  jsx: () => import('shiki/dist/langs/jsx.mjs'),
  json: () => import('shiki/dist/langs/json.mjs'),
  jsonc: () => import('shiki/dist/langs/jsonc.mjs'),
  html: () => import('shiki/dist/langs/html.mjs'),
  css: () => import('shiki/dist/langs/css.mjs'),
  scss: () => import('shiki/dist/langs/scss.mjs'),
  vue: () => import('shiki/dist/langs/vue.mjs'),
  svelte: () => import('shiki/dist/langs/svelte.mjs'),
  python: () => import('shiki/dist/langs/python.mjs'),
  go: () => import('shiki/dist/langs/go.mjs'),
  rust: () => import('shiki/dist/langs/rust.mjs'),
  java: () => import('shiki/dist/langs/java.mjs'),
  kotlin: () => import('shiki/dist/langs/kotlin.mjs'),
  swift: () => import('shiki/dist/langs/swift.mjs'),
  c: () => import('shiki/dist/langs/c.mjs'),
  cpp: () => import('shiki/dist/langs/cpp.mjs'),
  csharp: () => import('shiki/dist/langs/csharp.mjs'),
  ruby: () => import('shiki/dist/langs/ruby.mjs'),
  php: () => import('shiki/dist/langs/php.mjs'),
  elixir: () => import('shiki/dist/langs/elixir.mjs'),
  haskell: () => import('shiki/dist/langs/haskell.mjs'),
  lua: () => import('shiki/dist/langs/lua.mjs'),
  r: () => import('shiki/dist/langs/r.mjs'),
  dart: () => import('shiki/dist/langs/dart.mjs'),
  scala: () => import('shiki/dist/langs/scala.mjs'),
  zig: () => import('shiki/dist/langs/zig.mjs'),
  sql: () => import('shiki/dist/langs/sql.mjs'),
  graphql: () => import('shiki/dist/langs/graphql.mjs'),
  shellscript: () => import('shiki/dist/langs/shellscript.mjs'),
  shellsession: () => import('shiki/dist/langs/shellsession.mjs'),
  powershell: () => import('shiki/dist/langs/powershell.mjs'),
  yaml: () => import('shiki/dist/langs/yaml.mjs'),
  toml: () => import('shiki/dist/langs/toml.mjs'),
  ini: () => import('shiki/dist/langs/ini.mjs'),
  xml: () => import('shiki/dist/langs/xml.mjs'),
  markdown: () => import('shiki/dist/langs/markdown.mjs'),
  diff: () => import('shiki/dist/langs/diff.mjs'),
  docker: () => import('shiki/dist/langs/docker.mjs'),
  make: () => import('shiki/dist/langs/make.mjs'),
  nix: () => import('shiki/dist/langs/nix.mjs'),
  terraform: () => import('shiki/dist/langs/terraform.mjs'),
  proto: () => import('shiki/dist/langs/proto.mjs'),
}

const aliases: Readonly<Record<string, string>> = {
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

export function languageLoader(name: string): Loader | null {
  const key = name.toLowerCase()
  return loaders[key] ?? loaders[aliases[key] ?? ''] ?? null
}

/** The language of a file by its name, '' when unknown. */
export function languageOfFile(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase()
  const ending = name.includes('.') ? name.slice(name.lastIndexOf('.') + 1) : name
  return languageLoader(ending) ? ending : ''
}
