// One store per window. Features read by selector and write through actions.ts; ops arrive through feed/.

import { useStore as useZustand } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { initialState, type State } from './state.ts'

export const store = createStore<State>(() => initialState)

/** Selectors must give the same reference for the same state (see selectors.ts), or use `useShallow`. */
export const useStore = <T>(selector: (state: State) => T): T => useZustand(store, selector)
