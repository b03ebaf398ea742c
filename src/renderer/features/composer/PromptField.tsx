import {
  useCallback,
  useId,
  useState,
  type ClipboardEvent,
  type KeyboardEvent,
  type RefObject,
  type SyntheticEvent,
} from 'react'
import type { ServerID } from '#contract/ids'
import type { Catalog } from '#contract/model'
import { cx } from '../../ui/cx.ts'
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx'
import { isLongPaste } from './attachments.ts'
import { chosen, complete, isComposingKey, isSendKey, triggerAt, type Suggestion } from './composer.logic.ts'
import type { DraftState } from './draft.ts'
import { replaceText } from './replace-text.ts'
import { strings } from './strings.ts'
import { optionId, SuggestionList } from './Suggestions.tsx'
import type { PromptHistory } from './use-history.ts'
import { useSuggestions } from './use-suggestions.ts'

export interface PromptFieldProps {
  readonly field: RefObject<HTMLTextAreaElement | null>
  readonly draft: DraftState
  readonly text: string
  readonly server: ServerID
  readonly directory: string
  readonly catalog: Catalog | null
  readonly history: PromptHistory
  readonly isShell: boolean
  readonly placeholder: string
  readonly onSend: () => void
  readonly onFiles: (files: readonly File[]) => void
}

interface Selection {
  readonly start: number
  readonly end: number
  readonly isFocused: boolean
}

/** The growing text with its suggestions. */
export function PromptField(props: PromptFieldProps) {
  const { field, draft, text, server, directory, catalog, history, isShell } = props
  const listId = useId()
  const [selection, setSelection] = useState<Selection>({ start: 0, end: 0, isFocused: false })
  const [dismissedAt, setDismissedAt] = useState<number | null>(null)
  const [pointed, setPointed] = useState({ query: '', index: 0 })

  const found = selection.isFocused ? triggerAt(text, selection.start, selection.end) : null
  const trigger = found !== null && found.start !== dismissedAt ? found : null
  const { items, isSearching } = useSuggestions(trigger, catalog, server, directory)
  const isListed = trigger !== null && (items.length > 0 || trigger.kind === 'mention')
  const active = pointed.query === trigger?.query ? Math.min(pointed.index, items.length - 1) : 0
  const point = (index: number) => setPointed({ query: trigger?.query ?? '', index })

  const readSelection = useCallback((event: SyntheticEvent<HTMLTextAreaElement>) => {
    const { selectionStart: start, selectionEnd: end } = event.currentTarget
    const isFocused = document.activeElement === event.currentTarget
    setSelection((before) =>
      before.start === start && before.end === end && before.isFocused === isFocused
        ? before
        : { start, end, isFocused },
    )
  }, [])

  const choose = (suggestion: Suggestion) => {
    if (trigger === null || field.current === null) return
    const { insert, part } = chosen(suggestion, directory)
    const edit = complete(text, trigger, insert)
    replaceText(field.current, edit.start, edit.end, edit.insert)
    if (part !== null) {
      const chip = { id: crypto.randomUUID(), part }
      draft.update((now) => ({ ...now, chips: [...now.chips, chip] }))
    }
  }

  const onListKey = (event: KeyboardEvent): boolean => {
    if (trigger === null || !isListed) return false
    const suggestion = items[active]
    if (event.key === 'Escape') setDismissedAt(trigger.start)
    else if (suggestion === undefined) return false
    else if (event.key === 'ArrowDown') point((active + 1) % items.length)
    else if (event.key === 'ArrowUp') point((active - 1 + items.length) % items.length)
    else if (event.key === 'Tab' && !event.shiftKey) choose(suggestion)
    else if (event.key === 'Enter' && !event.shiftKey && !isWhole(suggestion, trigger.query))
      choose(suggestion)
    else return false
    return true
  }

  const onArrow = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return false
    if (event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return false
    const target = event.currentTarget
    if (target.selectionStart !== target.selectionEnd) return false
    const direction = event.key === 'ArrowUp' ? 'older' : 'newer'
    const next = history.step(direction, text, target.selectionStart)
    if (next === null) return false
    replaceText(target, 0, text.length, next)
    return true
  }

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const press = {
      key: event.key,
      shiftKey: event.shiftKey,
      altKey: event.altKey,
      isComposing: event.nativeEvent.isComposing,
      keyCode: event.keyCode,
    }
    if (isComposingKey(press)) return
    if (onListKey(event) || onArrow(event)) return event.preventDefault()
    if (!isSendKey(press)) return
    event.preventDefault()
    props.onSend()
  }

  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const files = [...event.clipboardData.files]
    const pasted = event.clipboardData.getData('text/plain')
    // Office programs put a picture of the text beside it: the text is what was meant.
    if (files.length > 0 && pasted === '') {
      event.preventDefault()
      props.onFiles(files)
    } else if (isLongPaste(pasted) && !isShell) {
      event.preventDefault()
      const chip = { id: crypto.randomUUID(), part: { type: 'text' as const, text: pasted } }
      draft.update((now) => ({ ...now, chips: [...now.chips, chip] }))
    }
  }

  return (
    <>
      {isListed && (
        <SuggestionList
          id={listId}
          kind={trigger.kind}
          items={items}
          isSearching={isSearching}
          active={active}
          onPoint={point}
          onChoose={choose}
        />
      )}
      <VisuallyHidden>
        <span role="status">{isListed && strings.suggestionCount(items.length)}</span>
      </VisuallyHidden>
      {isShell && (
        <p
          id={`${listId}-mode`}
          className="pointer-events-none absolute top-3 right-3 rounded-sm bg-surface-2 px-1.5 text-11 text-text-2"
        >
          {strings.shell}
        </p>
      )}
      <textarea
        ref={field}
        data-testid="composer"
        aria-label={strings.label}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={isListed ? listId : undefined}
        aria-activedescendant={isListed && items.length > 0 ? optionId(listId, active) : undefined}
        aria-describedby={isShell ? `${listId}-mode` : undefined}
        value={text}
        placeholder={props.placeholder}
        rows={1}
        spellCheck={!isShell}
        className={cx(
          'block field-sizing-content max-h-[40vh] min-h-12 w-full resize-none overflow-y-auto bg-transparent px-3 pt-3 pb-1 outline-none',
          isShell ? 'pr-24 font-mono text-13 leading-6' : 'text-15',
        )}
        onChange={(event) => {
          const next = event.currentTarget.value
          draft.update((now) => ({ ...now, text: next }))
          if (found === null) setDismissedAt(null)
          readSelection(event)
        }}
        onSelect={readSelection}
        onFocus={readSelection}
        onBlur={(event) => {
          readSelection(event)
          void draft.flush()
        }}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      />
    </>
  )
}

/** A command typed to its end needs no completing, unless it waits for arguments: Enter sends it. */
const isWhole = (suggestion: Suggestion, query: string): boolean =>
  suggestion.kind === 'command' && suggestion.command.name === query && !suggestion.command.takesArguments
