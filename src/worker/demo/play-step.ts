/** Plays one step of a script into an answer, at the pace the script asks for. */
import { splitTokens } from './tokens.ts'
import type { Action } from './script.ts'

/** Pieces written before the reader is asked whether it keeps up; bounds what waits in memory. */
const piecesPerDrain = 256

export interface AnswerSink {
  readonly text: (piece: string) => void
  readonly reasoning: (piece: string) => void
  readonly toolCall: (name: string, input: Readonly<Record<string, unknown>>) => void
  /** Resolves when what was written has room to leave. */
  readonly drained: () => Promise<void>
}

export interface Pace {
  readonly now: () => number
  /** Resolves after `ms`, or at once when `signal` aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
}

/** Resolves when the step is played, or when `signal` aborts. Failures are the caller's: they come before an answer. */
export const playStep = async (
  actions: readonly Action[],
  sink: AnswerSink,
  pace: Pace,
  signal: AbortSignal,
): Promise<void> => {
  let isBurst = false

  const write = async (
    text: string,
    tokensPerSecond: number,
    emit: (piece: string) => void,
  ): Promise<void> => {
    const pieces = splitTokens(text)
    const start = pace.now()
    let written = 0
    while (written < pieces.length && !signal.aborted) {
      // At least one: its time has come, and a clock's rounding must not leave the loop without progress.
      const paced = Math.max(written, Math.floor(((pace.now() - start) * tokensPerSecond) / 1000)) + 1
      const due = isBurst ? pieces.length : paced
      const batch = pieces.slice(written, Math.min(due, written + piecesPerDrain))
      batch.forEach(emit)
      written += batch.length
      await sink.drained()
      const waitMs = start + (written * 1000) / tokensPerSecond - pace.now()
      if (!isBurst && waitMs > 0) await pace.sleep(waitMs, signal)
    }
  }

  for (const action of actions) {
    if (signal.aborted) return
    switch (action.kind) {
      case 'text':
        await write(action.text, action.tokensPerSecond, sink.text)
        break
      case 'reasoning':
        await write(action.text, action.tokensPerSecond, sink.reasoning)
        break
      case 'tool':
        sink.toolCall(action.name, action.input)
        break
      case 'delay':
        await pace.sleep(action.delayMs, signal)
        break
      case 'hang':
        await new Promise<void>((resolve) => {
          if (signal.aborted) resolve()
          else signal.addEventListener('abort', () => resolve(), { once: true })
        })
        break
      case 'burst':
        isBurst = true
        break
      case 'fail':
        break
    }
  }
}
