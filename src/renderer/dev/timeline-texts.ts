import type { Catalog } from '#contract/model'

export const patch = (path: string): string => `--- a/${path}
+++ b/${path}
@@ -1,4 +1,5 @@
 /** Mean time between two high waters: half a lunar day. */
-export const tidePeriodMs = 44_712_000
+export const tidePeriodMs = 44_714_000
+export const lunarDayMs = 2 * tidePeriodMs
 
 /** The first high water after now. */
`

export const typescript = `/** Mean time between two high waters: half a lunar day. */
export const tidePeriodMs = 44_712_000

export function nextHighWater(now: number): Date {
  const phase = (now - epoch) % tidePeriodMs
  return new Date(now + tidePeriodMs - phase)
}`

export const markdown = `## What was wrong

The period was **2 seconds short**: \`tidePeriodMs\` held 44,712,000 ms instead of 44,714,000 ms. See [the tables](https://tides.example/m2) and the note[^1].

1. Read every caller of the constant
2. Changed it in one place
   - the formatter needed nothing
   - the tests did

- [x] constant
- [ ] documentation

\`\`\`ts
${typescript}
\`\`\`

| Constituent | Period (h) | Amplitude (m) |
|---|---:|---:|
| M2 | 12.4206 | 1.82 |
| S2 | 12.0000 | 0.61 |
| N2 | 12.6583 | 0.37 |

> A tide clock is right on average and wrong on most days.

<b>Raw HTML</b> stays text, an image is ![a chart of tides](https://tides.example/chart.png) a chip.

### Next

Run \`npm test\` once more. ~~Nothing else.~~

[^1]: Half a lunar day, 12 h 25.2 min.
`

export const catalogue: Catalog = {
  models: [
    {
      provider: 'demo',
      providerName: 'Demo',
      id: 'scripted',
      name: 'Scripted model',
      variants: [],
      context: 128_000,
      reasoning: true,
      attachments: true,
      images: true,
    },
  ],
  defaultModel: { provider: 'demo', model: 'scripted', variant: null },
  agents: [{ name: 'build', description: 'Does the work', mode: 'primary', hidden: false, model: null }],
  commands: [],
}
