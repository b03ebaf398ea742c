import { Switch as Base } from '@base-ui/react/switch'

export interface SwitchProps {
  readonly label: string
  readonly checked: boolean
  readonly onChange: (on: boolean) => void
}

export const Switch = ({ label, checked, onChange }: SwitchProps) => (
  <label className="flex items-center justify-between gap-4 text-13 text-text-1">
    {label}
    <Base.Root
      checked={checked}
      onCheckedChange={onChange}
      className="relative h-4.5 w-8 shrink-0 rounded-full border border-line bg-surface-3 outline-offset-2 focus-visible:outline-2 focus-visible:outline-accent data-checked:border-accent data-checked:bg-accent"
    >
      <Base.Thumb className="block size-3 translate-x-0.5 rounded-full bg-text-2 transition-transform data-checked:translate-x-4 data-checked:bg-on-accent" />
    </Base.Root>
  </label>
)
