import { useCallback, useEffect, useRef } from 'react'
import { useCommand } from '../../app/commands.ts'

/** The keys and palette entries that go from turn to turn. */
export function useTurnCommands(step: (by: 1 | -1) => void): void {
  const latest = useRef(step)
  useEffect(() => {
    latest.current = step
  })
  useCommand(
    'previous-turn',
    useCallback(() => latest.current(-1), []),
  )
  useCommand(
    'next-turn',
    useCallback(() => latest.current(1), []),
  )
}
