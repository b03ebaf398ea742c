// Remembers which agent and model were chosen, per session and per folder, on this machine.

import { useCallback, useState } from 'react'
import { refKey, type RefKey, type ServerID } from '#contract/ids'
import type { Catalog, Session } from '#contract/model'
import * as z from 'zod/mini'
import { NO_CHOICE, resolveChoice, type Choice } from './choice.ts'

const STORAGE_KEY = 'millrace.choices'

/** Sessions and folders remembered; the least recently chosen is forgotten. */
const MAX_REMEMBERED = 300

const choicesSchema = z.array(
  z.tuple([
    z.string(),
    z.object({
      agent: z.nullable(z.string()),
      model: z.nullable(
        z.object({ provider: z.string(), model: z.string(), variant: z.nullable(z.string()) }),
      ),
    }),
  ]),
)

function readChoices(): Map<string, Choice> {
  try {
    const read = choicesSchema.safeParse(JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]'))
    return new Map(read.success ? read.data : [])
  } catch {
    return new Map()
  }
}

function remember(key: string, choice: Choice): void {
  const choices = readChoices()
  choices.delete(key)
  choices.set(key, choice)
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify([...choices].slice(-MAX_REMEMBERED)))
  } catch {
    // Storage is full or not allowed: the choice holds for this window's life.
  }
}

const recall = (key: string): Choice => readChoices().get(key) ?? NO_CHOICE

const folderKey = (server: ServerID, directory: string): RefKey => refKey(server, `folder:${directory}`)

export const rememberForFolder = (server: ServerID, directory: string, choice: Choice): void =>
  remember(folderKey(server, directory), choice)

export interface UsedChoice {
  readonly choice: Choice
  readonly pick: (change: Partial<Choice>) => void
}

/** `scope` names the composer, as for drafts; its component is made anew when the scope changes. */
export function useChoice(
  scope: string,
  server: ServerID,
  directory: string,
  session: Session | null,
  catalog: Catalog | null,
): UsedChoice {
  const [picked, setPicked] = useState(() => recall(scope))
  const [folder] = useState(() => recall(folderKey(server, directory)))
  const choice = resolveChoice({ catalog, picked, session, folder })
  const pick = useCallback(
    (change: Partial<Choice>) =>
      setPicked((before) => {
        const next = { ...before, ...change }
        remember(scope, next)
        return next
      }),
    [scope],
  )
  return { choice, pick }
}
