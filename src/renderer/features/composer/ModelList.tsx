import { Command } from 'cmdk'
import { Check } from 'lucide-react'
import { useState } from 'react'
import type { CatalogModel, ModelRef } from '#contract/model'
import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import type { CatalogState } from './catalog.ts'
import { groupModels, shortCount, type Choice } from './choice.ts'
import { strings } from './strings.ts'

export interface ModelListProps {
  readonly catalog: CatalogState
  readonly choice: Choice
  readonly isServerUp: boolean
  readonly onRetry: () => void
  readonly onPick: (model: ModelRef) => void
}

const valueOf = (provider: string, model: string) => `${provider}/${model}`

export function ModelList({ catalog, choice, isServerUp, onRetry, onPick }: ModelListProps) {
  const [query, setQuery] = useState('')
  const models = catalog.catalog?.models ?? []
  if (models.length === 0)
    return (
      <div className="flex flex-col items-start gap-2 p-2 text-13 text-text-2">
        <p>{emptyText(catalog, isServerUp)}</p>
        {isServerUp && catalog.status !== 'loading' && (
          <Button size="small" onClick={onRetry}>
            {strings.retry}
          </Button>
        )}
      </div>
    )
  const current = choice.model
  const groups = groupModels(models, query)
  const pick = (model: CatalogModel) => {
    const isSame = current?.provider === model.provider && current.model === model.id
    onPick({ provider: model.provider, model: model.id, variant: isSame ? current.variant : null })
  }
  return (
    <Command
      label={strings.pickModel}
      shouldFilter={false}
      loop
      defaultValue={current === null ? undefined : valueOf(current.provider, current.model)}
    >
      <Command.Input
        value={query}
        onValueChange={setQuery}
        placeholder={strings.searchModels}
        className="mb-1 h-8 w-full border-b border-line bg-transparent px-2 text-13 outline-none"
      />
      <Command.List className="max-h-80 overflow-y-auto overscroll-contain">
        {groups.length === 0 && <p className="px-2 py-1 text-12 text-text-3">{strings.noModelFound}</p>}
        {groups.map((group) => (
          <Command.Group
            key={group.provider}
            heading={group.name}
            className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-11 [&_[cmdk-group-heading]]:text-text-3"
          >
            {group.models.map((model) => (
              <Command.Item
                key={model.id}
                value={valueOf(model.provider, model.id)}
                onSelect={() => pick(model)}
                className="flex h-7 items-center gap-2 rounded-sm px-2 text-13 data-[selected=true]:bg-surface-3"
              >
                <span className="flex size-4 shrink-0 items-center justify-center">
                  {current?.provider === model.provider && current.model === model.id && (
                    <Icon icon={Check} size={14} />
                  )}
                </span>
                <span className="min-w-0 flex-1 truncate">{model.name}</span>
                {model.context > 0 && (
                  <span className="shrink-0 text-11 text-text-3 tabular-nums">
                    {strings.contextSize(shortCount(model.context))}
                  </span>
                )}
              </Command.Item>
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  )
}

function emptyText(catalog: CatalogState, isServerUp: boolean): string {
  if (catalog.catalog !== null) return strings.noModel
  if (!isServerUp) return strings.waitingForModels
  return catalog.status === 'failed'
    ? `${strings.modelsFailed}: ${catalog.message ?? ''}`
    : strings.loadingModels
}
