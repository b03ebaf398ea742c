/** Added and removed lines: sign and colour, the sign alone being enough. */
export function Changes({
  additions,
  deletions,
}: {
  readonly additions: number
  readonly deletions: number
}) {
  return (
    <span className="flex shrink-0 gap-1.5 font-mono text-12 tabular-nums">
      {additions > 0 && <span className="text-add">+{additions}</span>}
      {deletions > 0 && <span className="text-del">−{deletions}</span>}
    </span>
  )
}
