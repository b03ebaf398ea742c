// Careful reads from what a tool defines: each gives null where the shape is another.

import type { Json, JsonObject } from '#contract/model'

export const text = (object: JsonObject, key: string): string | null => {
  const value = object[key]
  return typeof value === 'string' && value !== '' ? value : null
}

export const number = (object: JsonObject, key: string): number | null => {
  const value = object[key]
  return typeof value === 'number' ? value : null
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const object = (parent: JsonObject, key: string): JsonObject => {
  const value = parent[key]
  return isObject(value) ? value : {}
}

export const list = (parent: JsonObject, key: string): readonly Json[] => {
  const value = parent[key]
  return Array.isArray(value) ? (value as readonly Json[]) : []
}
