/** Git worktrees of the opened folders, kept by folder: no git runs here. */
import { isObject, textField, type JsonObject } from './body.ts'
import { empty, error, json, type Reply } from './replies.ts'

export interface Worktree {
  readonly slug: string
  readonly directory: string
  readonly kind: 'root' | 'worktree'
  readonly branch?: string
}

export interface Worktrees {
  list(folder: string): Reply
  create(folder: string, body: unknown): Reply
  remove(folder: string, slug: string): Reply
  readMap(folder: string): Reply
  writeMap(folder: string, body: unknown): Reply
  /** The directory a slug stands for. */
  find(folder: string, slug: string): string | null
}

export function createWorktrees(): Worktrees {
  const added = new Map<string, readonly Worktree[]>()
  const maps = new Map<string, JsonObject>()

  const of = (folder: string): readonly Worktree[] => [
    { slug: 'root', directory: folder, kind: 'root', branch: 'main' },
    ...(added.get(folder) ?? []),
  ]
  const mapOf = (folder: string): JsonObject =>
    maps.get(folder) ?? { version: 1, defaultWorktreeSlug: 'root', parentSessionWorktreeSlug: {} }

  return {
    list: (folder) => json(200, { worktrees: of(folder), isGitRepo: true }),
    create(folder, body) {
      const slug = textField(body, 'slug')
      const branch = textField(body, 'branch') ?? slug
      if (slug === null || slug === 'root' || branch !== slug) return error(400, 'Invalid worktree slug')
      if (of(folder).some((worktree) => worktree.slug === slug)) return error(400, 'Worktree already exists')
      const directory = `${folder}/.codenomad/worktrees/${slug.replaceAll('/', '-')}`
      const worktree: Worktree = { slug, directory, kind: 'worktree', branch: slug }
      added.set(folder, [...(added.get(folder) ?? []), worktree])
      return json(201, { slug, directory, branch: slug })
    },
    remove(folder, slug) {
      if (slug === 'root') return error(400, 'The root worktree cannot be deleted')
      if (!of(folder).some((worktree) => worktree.slug === slug)) return error(404, 'Worktree not found')
      added.set(
        folder,
        (added.get(folder) ?? []).filter((worktree) => worktree.slug !== slug),
      )
      const map = mapOf(folder)
      const choices = isObject(map['parentSessionWorktreeSlug']) ? map['parentSessionWorktreeSlug'] : {}
      const kept = Object.entries(choices).filter(([, chosen]) => chosen !== slug)
      maps.set(folder, { ...map, parentSessionWorktreeSlug: Object.fromEntries(kept) })
      return empty(204)
    },
    readMap: (folder) => json(200, mapOf(folder)),
    writeMap(folder, body) {
      if (!isObject(body)) return error(400, 'Invalid worktree map')
      maps.set(folder, body)
      return empty(204)
    },
    find: (folder, slug) => of(folder).find((worktree) => worktree.slug === slug)?.directory ?? null,
  }
}
