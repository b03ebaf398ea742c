// Which agent, model and variant the next prompt uses, and the share of the model's context in use. Pure.

import type { Catalog, CatalogAgent, CatalogModel, ModelRef, Session, Tokens } from '#contract/model'

export interface Choice {
  readonly agent: string | null
  readonly model: ModelRef | null
}

export const NO_CHOICE: Choice = { agent: null, model: null }

interface ChoiceSources {
  /** Null until the folder's catalog is known: choices are then taken as they are. */
  readonly catalog: Catalog | null
  /** What the person chose for this session and has not been overtaken. */
  readonly picked: Choice
  readonly session: Pick<Session, 'agent' | 'model'> | null
  /** Last used in this folder. */
  readonly folder: Choice
}

const FIRST_AGENT = 'build'

export const findModel = (catalog: Catalog | null, ref: ModelRef | null): CatalogModel | null =>
  (ref && catalog?.models.find((model) => model.provider === ref.provider && model.id === ref.model)) ?? null

/** Agents a person talks to. */
export const primaryAgents = (catalog: Catalog | null): readonly CatalogAgent[] =>
  catalog?.agents.filter((agent) => agent.mode !== 'subagent' && !agent.hidden) ?? []

/** A variant the model doesn't have falls back to the model's own default. */
const withKnownVariant = (ref: ModelRef, model: CatalogModel): ModelRef =>
  ref.variant === null || model.variants.includes(ref.variant) ? ref : { ...ref, variant: null }

/** Picked, else the session's, else the folder's last, else the server's default; only what exists. */
export const resolveChoice = ({ catalog, picked, session, folder }: ChoiceSources): Choice => {
  const names = [picked.agent, session?.agent ?? null, folder.agent]
  if (catalog === null)
    return {
      agent: names.find((name) => name !== null) ?? null,
      model: picked.model ?? session?.model ?? folder.model,
    }
  const primary = primaryAgents(catalog)
  const agent =
    names.find((name) => name !== null && catalog.agents.some((known) => known.name === name)) ??
    primary.find((known) => known.name === FIRST_AGENT)?.name ??
    primary[0]?.name ??
    null
  const agentModel = catalog.agents.find((known) => known.name === agent)?.model ?? null
  for (const ref of [picked.model, session?.model ?? null, agentModel, folder.model, catalog.defaultModel]) {
    const model = findModel(catalog, ref)
    if (ref !== null && model !== null) return { agent, model: withKnownVariant(ref, model) }
  }
  const first = catalog.models[0]
  return { agent, model: first ? { provider: first.provider, model: first.id, variant: null } : null }
}

interface ModelGroup {
  readonly provider: string
  readonly name: string
  readonly models: readonly CatalogModel[]
}

/** Every word of the query is somewhere in the model's or its provider's name. Keeps the catalog's order. */
export const groupModels = (models: readonly CatalogModel[], query: string): readonly ModelGroup[] => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const groups = new Map<string, CatalogModel[]>()
  for (const model of models) {
    const text = `${model.providerName} ${model.name} ${model.id}`.toLowerCase()
    if (!words.every((word) => text.includes(word))) continue
    const group = groups.get(model.provider)
    if (group) group.push(model)
    else groups.set(model.provider, [model])
  }
  return [...groups].map(([provider, found]) => ({
    provider,
    name: found[0]?.providerName ?? provider,
    models: found,
  }))
}

/** 200000 → "200k", 1048576 → "1M". */
export const shortCount = (count: number): string => {
  if (count >= 1_000_000) return `${Number((count / 1_000_000).toFixed(1))}M`
  if (count >= 1_000) return `${Math.round(count / 1_000)}k`
  return String(count)
}

/** Below this nobody needs to know. */
const CONTEXT_WORTH_SAYING = 0.5
/** Above it the next turns may be compacted or refused. */
const CONTEXT_NEARLY_FULL = 0.85

/** Share of the context that the last answer used, in whole percent; null while it is not worth saying. */
export const contextUse = (
  tokens: Tokens | null,
  context: number,
): { readonly percent: number; readonly nearlyFull: boolean } | null => {
  if (tokens === null || context <= 0) return null
  const used = tokens.input + tokens.output + tokens.reasoning + tokens.cacheRead + tokens.cacheWrite
  const share = Math.min(1, used / context)
  if (share < CONTEXT_WORTH_SAYING) return null
  return { percent: Math.round(share * 100), nearlyFull: share >= CONTEXT_NEARLY_FULL }
}
