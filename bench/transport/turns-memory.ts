/**
 * Run as a process of its own with the letters of a delta as its argument: 100 turns of 20,000 events, each in a
 * session of its own, one of which a window shows, with cache and release as the worker has them. Says as JSON what
 * the process holds after 10 turns and after 100.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMirrorTurns } from '#test/mirror-turns'
import { openJournal } from '../../src/worker/journal/database.ts'
import { createJournalStore } from '../../src/worker/journal/store.ts'
import { rssBytes, settle } from './memory.ts'

const DELTAS = 20_000
const MIB = 1024 * 1024

const letters = Number(process.argv[2])
const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'))
const journal = createJournalStore(openJournal(folder), () => {})
const turns = createMirrorTurns({ journal, isOpen: (session) => session === 'ses_1' })

let played = 0
async function play(upTo: number): Promise<{ rss: number; heap: number; held: number }> {
  for (; played < upTo; played++) await turns.play({ deltas: DELTAS, letters })
  await settle()
  return {
    rss: rssBytes() / MIB,
    heap: process.memoryUsage().heapUsed / MIB,
    held: turns.heldBytes() / MIB,
  }
}

const after10 = await play(10)
const after100 = await play(100)
turns.close()
journal.close()
rmSync(folder, { recursive: true, force: true })
process.stdout.write(
  JSON.stringify({
    rss10: after10.rss,
    rss100: after100.rss,
    heap10: after10.heap,
    heap100: after100.heap,
    held10: after10.held,
    held100: after100.held,
  }),
)
process.exit(0)
