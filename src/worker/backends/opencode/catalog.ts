// Providers, agents and commands of a folder, as the pickers need them.

import type { Catalog, ModelRef } from '#contract/model'
import * as z from 'zod'

const wireModel = z.object({
  id: z.string(),
  name: z.string(),
  capabilities: z
    .object({
      reasoning: z.boolean().default(false),
      attachment: z.boolean().default(false),
      input: z.object({ image: z.boolean().default(false) }).default({ image: false }),
    })
    .default({ reasoning: false, attachment: false, input: { image: false } }),
  limit: z.object({ context: z.number().default(0) }).default({ context: 0 }),
  variants: z.record(z.string(), z.unknown()).optional(),
})

export const wireProviders = z.object({
  providers: z.array(z.object({ id: z.string(), name: z.string(), models: z.record(z.string(), wireModel) })),
  default: z.record(z.string(), z.string()),
})

export const wireAgents = z.array(
  z.object({
    name: z.string(),
    description: z.string().optional(),
    mode: z.enum(['subagent', 'primary', 'all']),
    hidden: z.boolean().optional(),
    model: z.object({ providerID: z.string(), modelID: z.string() }).optional(),
  }),
)

export const wireCommands = z.array(
  z.object({
    name: z.string(),
    description: z.string().optional(),
    source: z.enum(['command', 'mcp', 'skill']).optional(),
    template: z.string().catch(''),
  }),
)

export function toCatalog(
  providers: z.infer<typeof wireProviders>,
  configured: string | null,
  agents: z.infer<typeof wireAgents>,
  commands: z.infer<typeof wireCommands>,
): Catalog {
  return {
    models: providers.providers.flatMap((provider) =>
      Object.values(provider.models).map((model) => ({
        provider: provider.id,
        providerName: provider.name,
        id: model.id,
        name: model.name,
        variants: Object.keys(model.variants ?? {}),
        context: model.limit.context,
        reasoning: model.capabilities.reasoning,
        attachments: model.capabilities.attachment,
        images: model.capabilities.input.image,
      })),
    ),
    defaultModel: defaultModel(providers, configured),
    agents: agents.map((agent) => ({
      name: agent.name,
      description: agent.description ?? '',
      mode: agent.mode,
      hidden: agent.hidden ?? false,
      model: agent.model
        ? { provider: agent.model.providerID, model: agent.model.modelID, variant: null }
        : null,
    })),
    commands: commands.map((command) => ({
      name: command.name,
      description: command.description ?? '',
      source: command.source ?? 'command',
      takesArguments: /\$(ARGUMENTS|\d)/.test(command.template),
    })),
  }
}

/** The configured `provider/model`, else the first provider's default. */
function defaultModel(providers: z.infer<typeof wireProviders>, configured: string | null): ModelRef | null {
  const slash = configured?.indexOf('/') ?? -1
  if (configured && slash > 0) {
    return { provider: configured.slice(0, slash), model: configured.slice(slash + 1), variant: null }
  }
  const first = providers.providers[0]
  const model = first ? providers.default[first.id] : undefined
  return first && model ? { provider: first.id, model, variant: null } : null
}
