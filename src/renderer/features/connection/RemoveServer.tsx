import { useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { strings } from './strings.ts'

export interface RemoveServerProps {
  readonly name: string
  readonly disabled: boolean
  readonly onRemove: () => void
}

export function RemoveServer({ name, disabled, onRemove }: RemoveServerProps) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button size="small" variant="quiet" disabled={disabled} onClick={() => setAsking(true)}>
        {strings.remove}
      </Button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={strings.removeTitle(name)}
        size="small"
        footer={
          <>
            <Button onClick={() => setAsking(false)}>{strings.cancel}</Button>
            <Button
              variant="danger"
              onClick={() => {
                setAsking(false)
                onRemove()
              }}
            >
              {strings.removeConfirm}
            </Button>
          </>
        }
      >
        <p className="text-13 text-text-2">{strings.removeSafe}</p>
      </Dialog>
    </>
  )
}
