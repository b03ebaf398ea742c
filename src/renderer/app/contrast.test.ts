import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const css = readFileSync(new URL('../styles.css', import.meta.url), 'utf8')

// Reads the tokens themselves: a colour that is changed without a look at its contrast fails here.

type Token = readonly [light: string, dark: string]

function tokens(selector: string): ReadonlyMap<string, Token> {
  const block = css.slice(css.indexOf(`\n${selector} {`)).split('\n}')[0] ?? ''
  return new Map(
    [...block.matchAll(/--([\w-]+): light-dark\((oklch\([^)]*\)), (oklch\([^)]*\))\)/g)].map((match) => [
      match[1] ?? '',
      [match[2] ?? '', match[3] ?? ''],
    ]),
  )
}

/** Relative luminance of an oklch() colour (Ottosson's OKLab to linear sRGB, clipped; WCAG 2). */
function luminance(color: string): number {
  const [l = 0, c = 0, h = 0] = color.match(/[\d.]+/g)?.map(Number) ?? []
  const a = c * Math.cos((h * Math.PI) / 180)
  const b = c * Math.sin((h * Math.PI) / 180)
  const L = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const M = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const S = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  const clip = (value: number) => Math.min(1, Math.max(0, value))
  const red = clip(4.0767416621 * L - 3.3077115913 * M + 0.2309699292 * S)
  const green = clip(-1.2684380046 * L + 2.6097574011 * M - 0.3413193965 * S)
  const blue = clip(-0.0041960863 * L - 0.7034186147 * M + 1.707614701 * S)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

const normal = tokens(':root')
const more = new Map([...normal, ...tokens("[data-contrast='more']")])
const inks = ['text-1', 'text-2', 'text-3', 'accent', 'add', 'del', 'warn', 'danger', 'info']
const grounds = ['surface-0', 'surface-1', 'surface-2', 'surface-3']

const cases = [
  { name: 'light', set: normal, side: 0, text: 4.5 },
  { name: 'dark', set: normal, side: 1, text: 4.5 },
  { name: 'light, more contrast', set: more, side: 0, text: 7 },
  { name: 'dark, more contrast', set: more, side: 1, text: 7 },
] as const

test.each(cases)('$name: every text colour can be read on every surface', ({ set, side, text }) => {
  const low = inks.flatMap((ink) =>
    grounds.flatMap((ground) => {
      const ratio = contrast(set.get(ink)?.[side] ?? '', set.get(ground)?.[side] ?? '')
      return ratio < text ? [`${ink} on ${ground}: ${ratio.toFixed(2)}`] : []
    }),
  )
  expect(low).toEqual([])
  expect(contrast(set.get('on-accent')?.[side] ?? '', set.get('accent')?.[side] ?? '')).toBeGreaterThan(4.5)
})

test.each(cases)('$name: the edge of a field stands out', ({ set, side }) => {
  for (const ground of ['surface-0', 'surface-1', 'surface-2'])
    expect(
      contrast(set.get('line-strong')?.[side] ?? '', set.get(ground)?.[side] ?? ''),
    ).toBeGreaterThanOrEqual(3)
})
