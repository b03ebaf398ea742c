/** The longer things the scripted model says. */

export const longAnswer = `# How a tide clock works

The sea follows the **moon** more than the sun. The moon passes over the same meridian every *24 hours and 50 minutes*, so on most coasts high water comes back every 12 hours and 25 minutes. A tide clock is a clock whose hand goes round in exactly that time.

## What the numbers mean

| Word | Meaning | In this project |
| :-- | :-- | --: |
| High water | the sea stands highest | level \`1\` |
| Low water | the sea stands lowest | level \`0\` |
| Tidal period | high water to high water | 44 712 s |
| Spring tide | sun and moon pull together | not yet |

## The heart of it

Between two high waters the level is close to a cosine:

\`\`\`ts
const tidePeriodMs = 44_712_000

/** Where the water stands: 0 is low, 1 is high. */
export const level = (observed: Date, now: Date): number => {
  const elapsed = now.getTime() - observed.getTime()
  const phase = (elapsed / tidePeriodMs) * 2 * Math.PI
  return (Math.cos(phase) + 1) / 2
}
\`\`\`

You can try it in a shell:

\`\`\`sh
node src/cli.js 2026-03-01T04:00:00Z
# ██████████████░░░░░░  high water in 2 h 10 min
\`\`\`

## Where it goes wrong

1. **Coasts differ.** The Channel has places with four high waters a day, the Gulf of Mexico some with one.
2. **Wind and pressure** move the water too: one hectopascal less is about one centimetre more.
3. The period itself *wanders*:
   - by up to half an hour around the quarters of the moon
   - by a little more where rivers meet the sea

> A tide table knows your harbour. A tide clock knows only the moon. Take the table when it matters.

### What could come next

- [x] The next high water
- [x] A bar for the command line
- [ ] Spring and neap tides, from the moon's age
- [ ] Harbour constants, so that \`level\` fits *your* beach

The mean period is half of a lunar day, $T = \\frac{24\\,\\text{h}\\;50\\,\\text{min}}{2}$, and the rest is in [the README](README.md). That is all there is to it. 🌊
`

export const carefulThought = `The person wants to know whether the clock drifts. The period in the code is 44 712 000 ms, that is 12 h 25 min 12 s. The real mean is 12 h 25 min 14 s, so the clock is 2 s fast per tide.

Two tides a day, about 706 a year: 706 × 2 s is roughly 24 minutes a year. That is less than what wind does on an ordinary Tuesday, but it adds up, because the error always points the same way.

So the honest answer has three parts: yes it drifts, by how much, and what to do about it, which is to observe a new high water now and then.`

export const carefulAnswer = `Yes, it drifts, but slowly.

The code counts **12 h 25 min 12 s** from one high water to the next. The moon needs about **2 seconds** more. With some 706 tides a year that adds up to roughly **24 minutes a year**, always in the same direction.

What helps: give the clock a freshly observed high water once a season. Then it stays within a few minutes, which is better than the weather allows anyway.`

export const searchAnswer = `Durations are written in one place only, \`src/format.js\`:

\`\`\`js
export function formatDuration(ms) {
  const minutes = Math.round(ms / 60_000)
  const hours = Math.floor(minutes / 60)
  return hours === 0 ? \`\${minutes} min\` : \`\${hours} h \${minutes % 60} min\`
}
\`\`\`

It is used by \`src/cli.js\` and tested in \`test/format.test.js\`.`

export const changelog = `# Changelog

## 0.2.0

- Durations read like a person says them
- A command line shows the tide as a bar

## 0.1.0

- The next high water can be computed
`

export const tourWelcome = `# Welcome 👋

I'm the **scripted model** of the demo. I don't think and I need no account, but everything around me is real: an opencode server runs on this machine, in a small project called *tide-clock*, and its tools do what they say.

This tour has four parts. First I look around, which needs nobody's leave.`

export const tourLookedAround = `That was reading: I listed the files, searched them and read one. Open a row to see what came back.

| Part | What you see |
| :-- | :-- |
| 1 | Text, thinking, a plan, reading |
| 2 | A command and an edit, **each asks you first** |
| 3 | A question to you, and a helper |
| 4 | Things that go wrong, and how they go on |

The clock's heart is four lines:

\`\`\`js
export function level(observed, now) {
  const phase = ((now.getTime() - observed.getTime()) / tidePeriodMs) * 2 * Math.PI
  return (Math.cos(phase) + 1) / 2
}
\`\`\`

Send \`Continue the tour\` for part 2.`

export const tourEnd = `That's the tour. 🌊

- A refused request was **tried again** by itself, after the time the provider asked for
- A tool that fails **says so** in its row, and the turn goes on
- You can **stop** me at any time, and close the window: nothing is lost

Now try it with your own project and a real model.`
