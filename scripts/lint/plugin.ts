import { relative, sep } from 'node:path'
import { judgeImport } from './rooms.ts'

// The little of oxlint's plugin interface (ESLint's) that is used here.
type ImportNode = {
  readonly source: { readonly type: string; readonly value?: unknown } | null
}
type RuleContext = {
  readonly cwd: string
  readonly filename: string
  report(problem: { readonly node: ImportNode; readonly message: string }): void
}

function rooms(context: RuleContext) {
  const file = relative(context.cwd, context.filename).split(sep).join('/')
  const check = (node: ImportNode) => {
    if (typeof node.source?.value !== 'string') return
    const message = judgeImport(file, node.source.value)
    if (message !== undefined) context.report({ node, message })
  }
  return {
    ImportDeclaration: check,
    ImportExpression: check,
    ExportNamedDeclaration: check,
    ExportAllDeclaration: check,
    TSImportType: check,
  }
}

/** `millrace/rooms`: who may import whom. */
export default { meta: { name: 'millrace' }, rules: { rooms: { create: rooms } } }
