import { describe, expect, it } from 'vitest'
import { diffOfNewFile, parseUnifiedDiff } from './unified-diff.ts'

const SVN_STYLE = `Index: /w/src/a.ts
===================================================================
--- /w/src/a.ts
+++ /w/src/a.ts
@@ -1,2 +1,3 @@
 keep
-export const a=1
+export const a=2
+--- not a header
\\ No newline at end of file
`

const GIT_STYLE = `diff --git a/x.md b/x.md
new file mode 100644
--- /dev/null
+++ b/x.md
@@ -0,0 +1 @@
+hello
diff --git a/gone.md b/gone.md
--- a/gone.md
+++ /dev/null
@@ -3 +0,0 @@ fn()
-bye
`

describe('a unified diff', () => {
  it('gives each line its kind and numbers', () => {
    const [file] = parseUnifiedDiff(SVN_STYLE)
    expect(file).toMatchObject({ path: '/w/src/a.ts', additions: 2, deletions: 1 })
    expect(file?.hunks[0]?.lines).toEqual([
      { kind: 'same', text: 'keep', before: 1, after: 1 },
      { kind: 'del', text: 'export const a=1', before: 2, after: null },
      { kind: 'add', text: 'export const a=2', before: null, after: 2 },
      { kind: 'add', text: '--- not a header', before: null, after: 3 },
    ])
  })

  it('of several files names each, made and removed ones too', () => {
    const files = parseUnifiedDiff(GIT_STYLE)
    expect(files.map((file) => [file.path, file.additions, file.deletions])).toEqual([
      ['x.md', 1, 0],
      ['gone.md', 0, 1],
    ])
    expect(files[1]?.hunks[0]?.context).toBe('fn()')
  })

  it('that is none gives nothing', () => expect(parseUnifiedDiff('garbage\n+foo')).toEqual([]))

  it('of a new file is all additions', () => {
    expect(diffOfNewFile('a', 'x\ny\n')).toMatchObject({ additions: 2, deletions: 0 })
  })
})
