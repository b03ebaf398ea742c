/** `npm run bench [-- name…]`: measures, prints a table each, writes bench/results/<name>.json. Nothing fails. */
import { buildIfStale } from '../scripts/lib/build.ts'
import { firstCharacter } from './first-character.ts'
import { render } from './render.ts'
import { startup } from './startup.ts'
import { transport } from './transport.ts'

const benches = new Map([
  ['transport', transport],
  ['startup', startup],
  ['first-character', firstCharacter],
  ['render', render],
])
const needBuild = new Set(['startup', 'first-character', 'render'])

const asked = process.argv.slice(2)
const names = asked.length > 0 ? asked : [...benches.keys()]
const unknown = names.find((name) => !benches.has(name))
if (unknown === undefined) {
  if (names.some((name) => needBuild.has(name))) await buildIfStale()
  for (const name of names) await benches.get(name)?.()
} else {
  process.stderr.write(`There is no bench ${unknown}; there are ${[...benches.keys()].join(', ')}.\n`)
  process.exitCode = 2
}
