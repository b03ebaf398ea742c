import { ChevronDown } from 'lucide-react'
import { memo, useCallback, useState, type ComponentProps, type RefObject } from 'react'
import { useCommand } from '../../app/commands.ts'
import { keysOf } from '../../app/keymap.ts'
import { cx } from '../../ui/cx.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Menu, MenuChoice } from '../../ui/Menu.tsx'
import { Popover } from '../../ui/Popover.tsx'
import { Tooltip } from '../../ui/Tooltip.tsx'
import type { CatalogState } from './catalog.ts'
import { findModel, primaryAgents } from './choice.ts'
import { ModelList } from './ModelList.tsx'
import { strings } from './strings.ts'
import type { UsedChoice } from './use-choice.ts'

export interface PickersProps extends UsedChoice {
  readonly catalog: CatalogState
  readonly isServerUp: boolean
  readonly onRetry: () => void
  /** Where the focus goes after a choice. */
  readonly finalFocus: RefObject<HTMLElement | null>
}

/** Which agent, model and variant the next prompt uses: quiet words that open their list. */
export const Pickers = memo(function Pickers(props: PickersProps) {
  const { choice } = props
  const model = findModel(props.catalog.catalog, choice.model)
  return (
    <>
      <AgentPicker {...props} />
      <ModelPicker {...props} />
      {model !== null && model.variants.length > 0 && <VariantPicker {...props} variants={model.variants} />}
    </>
  )
})

function Trigger({
  text,
  name,
  keys,
  className,
  ...rest
}: ComponentProps<'button'> & { readonly text: string; readonly name: string; readonly keys?: string }) {
  return (
    <Tooltip text={name} shortcut={keys} side="top">
      <button
        type="button"
        {...rest}
        aria-label={`${name}: ${text}`}
        className={cx(
          'flex h-7 min-w-0 items-center gap-1 rounded px-2 text-12 text-text-2 transition-colors hover:bg-surface-2 hover:text-text-1 data-[popup-open]:bg-surface-2 data-[popup-open]:text-text-1',
          className,
        )}
      >
        <span className="truncate">{text}</span>
        <Icon icon={ChevronDown} size={12} className="shrink-0 text-text-3" />
      </button>
    </Tooltip>
  )
}

/** Agents are named in lower case; a sentence begins with a capital. */
const titled = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)

function AgentPicker({ catalog, choice, pick, finalFocus }: PickersProps) {
  const [isOpen, setOpen] = useState(false)
  const open = useCallback(() => setOpen(true), [])
  useCommand('pick-agent', open)
  const agents = primaryAgents(catalog.catalog)
  if (agents.length === 0) return null
  return (
    <Menu
      side="top"
      open={isOpen}
      onOpenChange={setOpen}
      finalFocus={finalFocus}
      trigger={
        <Trigger
          text={titled(choice.agent ?? strings.agent)}
          name={strings.pickAgent}
          keys={keysOf('pick-agent')}
          className="shrink-0"
        />
      }
    >
      {agents.map((agent) => (
        <MenuChoice
          key={agent.name}
          selected={agent.name === choice.agent}
          onSelect={() => pick({ agent: agent.name, ...(agent.model ? { model: agent.model } : {}) })}
        >
          <span className="flex max-w-80 gap-2">
            <span className="shrink-0">{titled(agent.name)}</span>
            <span className="truncate text-text-3">{agent.description}</span>
          </span>
        </MenuChoice>
      ))}
    </Menu>
  )
}

function modelText({ catalog, choice, isServerUp }: PickersProps): string {
  const model = findModel(catalog.catalog, choice.model)
  if (model !== null) return model.name
  if (catalog.catalog !== null) return strings.pickModel
  if (choice.model !== null) return choice.model.model
  if (!isServerUp) return strings.model
  return catalog.status === 'failed' ? strings.modelsFailed : strings.loadingModels
}

function ModelPicker(props: PickersProps) {
  const [isOpen, setOpen] = useState(false)
  const open = useCallback(() => setOpen(true), [])
  useCommand('pick-model', open)
  return (
    <Popover
      side="top"
      label={strings.pickModel}
      open={isOpen}
      onOpenChange={setOpen}
      finalFocus={props.finalFocus}
      className="w-90 p-1"
      trigger={<Trigger text={modelText(props)} name={strings.pickModel} keys={keysOf('pick-model')} />}
    >
      <ModelList
        {...props}
        onPick={(model) => {
          props.pick({ model })
          setOpen(false)
        }}
      />
    </Popover>
  )
}

function VariantPicker({
  choice,
  pick,
  finalFocus,
  variants,
}: PickersProps & { readonly variants: readonly string[] }) {
  const { model } = choice
  if (model === null) return null
  return (
    <Menu
      side="top"
      finalFocus={finalFocus}
      trigger={
        <Trigger
          text={model.variant === null ? strings.variantDefault : titled(model.variant)}
          name={strings.pickVariant}
          className="shrink-0"
        />
      }
    >
      {[null, ...variants].map((variant) => (
        <MenuChoice
          key={variant ?? ''}
          selected={variant === model.variant}
          onSelect={() => pick({ model: { ...model, variant } })}
        >
          {variant === null ? strings.variantDefault : titled(variant)}
        </MenuChoice>
      ))}
    </Menu>
  )
}
