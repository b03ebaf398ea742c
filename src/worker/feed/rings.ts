// What windows that come back are given: a ring for each server and one for what belongs to none.

import { WORKER_ROW, type Cursor } from '#contract/feed'
import type { Epoch, ServerID, SessionRef } from '#contract/ids'
import type { Op } from '#contract/ops'
import type { MirrorState } from '../mirror/state.ts'
import { replayOps } from './replay.ts'
import { createRing, type Ring } from './ring.ts'

export interface RingSource {
  readonly id: ServerID
  readonly state: MirrorState
  cursor(): Cursor[ServerID]
}

export interface Rings {
  /** After each fold of a server. */
  note(source: RingSource, ops: readonly Op[]): void
  /** Ops that belong to no mirror. */
  noteWorker(ops: readonly Op[]): void
  cursor(): Cursor
  /** All that a window with this cursor lacks; null: it is of another life, or too far behind. */
  replay(cursor: Cursor, held: readonly SessionRef[]): readonly Op[] | null
}

/** `epoch`: this life of the worker. */
export function createRings(sources: () => Iterable<RingSource>, epoch: Epoch): Rings {
  const rings = new Map<ServerID, Ring>()
  const workerRing = createRing()
  let workerSeq = 0

  const ringOf = (server: ServerID): Ring => {
    let ring = rings.get(server)
    if (!ring) rings.set(server, (ring = createRing()))
    return ring
  }

  return {
    note: (source, ops) => ringOf(source.id).push(source.cursor().seq, ops),
    noteWorker: (ops) => {
      workerRing.push(++workerSeq, ops)
      for (const op of ops) if (op.op === 'server.remove') rings.delete(op.id)
    },
    cursor: () => {
      const rows: Record<ServerID, Cursor[ServerID]> = { [WORKER_ROW]: { epoch, seq: workerSeq } }
      for (const source of sources()) rows[source.id] = source.cursor()
      return rows
    },
    replay: (cursor, held) => {
      const own = cursor[WORKER_ROW]
      const ops: Op[] = []
      if (own?.epoch !== epoch) return null
      const ofWorker = workerRing.after(own.seq)
      if (!ofWorker) return null
      for (const source of sources()) {
        const row = cursor[source.id]
        if (row?.epoch !== source.cursor().epoch) return null
        const since = ringOf(source.id).after(row.seq)
        if (!since) return null
        ops.push(...replayOps(source.state, since, held))
      }
      return [...ops, ...ofWorker]
    },
  }
}
