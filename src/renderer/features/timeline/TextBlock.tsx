import { memo, useState } from 'react'
import type { ServerID } from '#contract/ids'
import type { TextPart } from '#contract/model'
import { useText } from '../../preview/use-text.ts'
import { Button } from '../../ui/Button.tsx'
import { Markdown } from '../markdown/Markdown.tsx'
import { drawnEarlier, drawnFrom, openFence } from './drawn-text.ts'
import { strings } from './strings.ts'
import { useAfterBulk } from './use-after-bulk.ts'

export interface TextBlockProps {
  readonly server: ServerID
  readonly part: TextPart
  readonly live: boolean
}

/** A piece of the answer. One too long to draw whole is drawn from its end; Copy gives all of it. */
export const TextBlock = memo(function TextBlock({ server, part, live }: TextBlockProps) {
  const text = useAfterBulk(useText(server, part.id, 'text'))
  const [from, setFrom] = useState({ start: 0, more: 0, fence: '' })
  const start = drawnFrom(text, from.start, from.more)
  const fence = start === from.start ? from.fence : openFence(text, start)
  const [firstStart] = useState(start)
  if (start !== from.start) setFrom({ ...from, start, fence })
  if (text === '') return null
  const showEarlier = () => {
    const earlier = drawnEarlier(text, start)
    setFrom({ start: earlier, more: from.more + start - earlier, fence: openFence(text, earlier) })
  }
  return (
    <div data-part={part.id} className="my-3 px-1">
      {start > 0 && (
        <p className="mb-2 flex items-center gap-2 text-12 text-text-3">
          {strings.textBefore(start)}
          <Button variant="quiet" size="small" onClick={showEarlier}>
            {strings.showEarlier}
          </Button>
        </p>
      )}
      <Markdown
        key={start}
        text={fence + text.slice(start)}
        growing={part.end === null && live}
        atOnce={start !== firstStart}
      />
    </div>
  )
})
