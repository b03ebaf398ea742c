/** Preferences and prompt histories: what the server keeps on disk, so it outlives a crash. */
import { isObject, type JsonObject } from './body.ts'
import { empty, error, json, type Reply } from './replies.ts'
import type { ServerEvent } from './types.ts'

export type DocumentKind = 'config' | 'state'
type Emit = (event: ServerEvent) => void

export interface Storage {
  read(kind: DocumentKind, owner: string | null): Reply
  patch(kind: DocumentKind, owner: string | null, body: unknown, emit: Emit): Reply
  readInstance(folder: string): Reply
  writeInstance(folder: string, instanceId: string, body: unknown, emit: Emit): Reply
}

const NO_DATA: JsonObject = { messageHistory: [], agentModelSelections: {} }

export function createStorage(): Storage {
  const documents: Record<DocumentKind, JsonObject> = { config: {}, state: {} }
  const instances = new Map<string, JsonObject>()
  const eventType = { config: 'storage.configChanged', state: 'storage.stateChanged' } as const

  return {
    read(kind, owner) {
      if (owner === null) return json(200, documents[kind])
      const bucket = documents[kind][owner]
      if (bucket !== undefined) return json(200, bucket)
      return kind === 'config' ? empty(200) : json(200, {})
    },
    patch(kind, owner, body, emit) {
      if (!isObject(body)) return error(400, 'Patch must be an object')
      documents[kind] = mergePatch(documents[kind], owner === null ? body : { [owner]: body })
      const value = owner === null ? documents[kind] : documents[kind][owner]
      if (owner !== null) emit({ type: eventType[kind], owner, value })
      else emit({ type: eventType[kind], owner: '*', ...(kind === 'state' ? { value: {} } : {}) })
      return json(200, value)
    },
    readInstance: (folder) => json(200, instances.get(folder) ?? NO_DATA),
    writeInstance(folder, instanceId, body, emit) {
      const data = isObject(body) ? { ...NO_DATA, ...body } : NO_DATA
      instances.set(folder, data)
      emit({ type: 'instance.dataChanged', instanceId, data })
      return empty(204)
    },
  }
}

/** A null removes only inside an object that was there before: in a new one it stays. */
function mergePatch(target: JsonObject, patch: JsonObject): JsonObject {
  const merged: Record<string, unknown> = { ...target }
  for (const [name, value] of Object.entries(patch)) {
    const before = merged[name]
    if (value === null) delete merged[name]
    else merged[name] = isObject(value) && isObject(before) ? mergePatch(before, value) : value
  }
  return merged
}
