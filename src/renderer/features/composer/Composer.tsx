import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react'
import { refKey, sessionKey, type ServerID, type SessionID, type SessionRef } from '#contract/ids'
import type { OutboxItem } from '#contract/model'
import { useCommand } from '../../app/commands.ts'
import { useStore } from '../../store/store.ts'
import { OutboxList } from '../outbox/OutboxList.tsx'
import { loadCatalog, useCatalog } from './catalog.ts'
import { Chips } from './Chips.tsx'
import { contentOf, modeOf, putBack, submissionOf, type Chip } from './content.ts'
import { ComposerNote } from './ComposerNote.tsx'
import type { DraftState } from './draft.ts'
import { gateOf } from './gate.ts'
import { PromptField } from './PromptField.tsx'
import { replaceText } from './replace-text.ts'
import { newScope, useIsBeginning } from './start-session.ts'
import { strings } from './strings.ts'
import { Toolbar } from './Toolbar.tsx'
import { useAttach } from './use-attach.ts'
import { useChoice } from './use-choice.ts'
import { useContextUse } from './use-context.ts'
import { draftFor, useDraft } from './use-draft.ts'
import { useHistory } from './use-history.ts'
import { useSend } from './use-send.ts'
import { useStop } from './use-stop.ts'

export interface ComposerProps {
  readonly server: ServerID
  readonly directory: string
  /** Null: the first message begins a session in the folder, and the window goes there. */
  readonly session: SessionID | null
}

/** Where a prompt is written. Typing renders nothing outside it. */
export function Composer({ server, directory, session }: ComposerProps) {
  const scope = session === null ? newScope({ server, directory }) : sessionKey({ server, session })
  return <ScopedComposer key={scope} scope={scope} server={server} directory={directory} session={session} />
}

function ScopedComposer({ scope, server, directory, session }: ComposerProps & { readonly scope: string }) {
  const [draft] = useState(() => draftFor(scope))
  const content = useDraft(draft)
  const catalog = useCatalog(server, directory)
  const ref = useMemo<SessionRef | null>(() => session && { server, session }, [server, session])
  const record = useStore((state) => (ref === null ? null : (state.sessions[sessionKey(ref)] ?? null)))
  const serverRecord = useStore((state) => state.servers[server])
  const run = useStore((state) => state.projects[refKey(server, directory)]?.run ?? null)
  const link = useStore((state) => state.link)
  const { choice, pick } = useChoice(scope, server, directory, record, catalog.catalog)
  const history = useHistory(server, directory)
  const [problem, setProblem] = useState<string | null>(null)
  const root = useRef<HTMLElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)

  const send = useSend({ server, directory, session, draft }, setProblem)
  const isBeginning = useIsBeginning({ server, directory }) && session === null
  const onStopFailed = useCallback((message: string) => setProblem(strings.stopFailed(message)), [])
  const stop = useStop(ref, root, onStopFailed)
  const focus = useCallback(() => field.current?.focus(), [])
  useCommand('focus-composer', focus)
  useFirstFocus(field, session === null)
  const { attach, isDropping } = useAttach(draft, setProblem, focus)
  const context = useContextUse(ref, catalog.catalog, choice.model)

  const gate = gateOf(serverRecord, link, catalog, run)
  const commands = catalog.catalog?.commands ?? null
  const mode = modeOf(content.text, commands)
  const submission = submissionOf(content, commands)
  const canSend = gate.isOpen && submission !== null

  const submit = () => {
    const { text } = draft.content()
    if (!gate.isOpen || !send(commands, choice)) return
    history.add(text.trim())
    focus()
  }
  const edit = (item: OutboxItem) => {
    draft.update((now) =>
      putBack(
        contentOf(item.content, () => crypto.randomUUID()),
        now,
      ),
    )
    pick({ agent: item.agent, model: item.model })
    focus()
  }
  const isConnected =
    serverRecord?.connection.state === 'live' || serverRecord?.connection.state === 'polling'
  const isServerUp = isConnected && (run === null || run.state === 'live')
  const { remove, intoText } = useChipActions(draft, field)
  const retry = useCallback(() => void loadCatalog(server, directory), [server, directory])

  const hint =
    mode.type === 'shell'
      ? { text: strings.shellHint, short: '', isWarning: false }
      : mode.type === 'command' && mode.arguments === '' && takesArguments(commands, mode.command)
        ? { text: strings.commandArguments, short: '', isWarning: false }
        : context

  return (
    <section ref={root} aria-label={strings.label} className="relative">
      <OutboxList server={server} directory={directory} session={session} onEdit={edit} />
      <ComposerNote
        gate={gate}
        server={server}
        directory={directory}
        problem={problem}
        onDismiss={() => setProblem(null)}
      />
      <div className="relative rounded-lg border border-line bg-surface-0 transition-colors focus-within:border-line-strong">
        <Chips chips={content.chips} onRemove={remove} onIntoText={intoText} />
        <PromptField
          field={field}
          draft={draft}
          text={content.text}
          server={server}
          directory={directory}
          catalog={catalog.catalog}
          history={history}
          isShell={mode.type === 'shell'}
          placeholder={placeholderOf(session, stop.isBusy, isBeginning)}
          onSend={submit}
          onFiles={attach}
        />
        <Toolbar
          pickers={{ catalog, choice, pick, isServerUp, onRetry: retry, finalFocus: field }}
          stop={stop}
          canSend={canSend}
          hint={hint}
          onFiles={attach}
          onSend={submit}
        />
        {isDropping && (
          <div className="pointer-events-none absolute inset-0 flex items-center justify-center rounded-lg border-2 border-dashed border-accent bg-surface-0/90 text-13 text-text-1">
            {strings.drop}
          </div>
        )}
      </div>
    </section>
  )
}

const takesArguments = (
  commands: readonly { readonly name: string; readonly takesArguments: boolean }[] | null,
  name: string,
): boolean => commands?.some((command) => command.name === name && command.takesArguments) === true

const placeholderOf = (session: SessionID | null, isBusy: boolean, isBeginning: boolean): string => {
  if (isBusy) return strings.placeholderQueue
  if (isBeginning) return strings.placeholderBeginning
  return session === null ? strings.placeholderNew : strings.placeholder
}

/**
 * A session that is opened is ready to be written to, without taking a focus that is somewhere already; a
 * new one is there to be written.
 */
function useFirstFocus(field: RefObject<HTMLTextAreaElement | null>, isNew: boolean): void {
  useEffect(() => {
    if (!isNew && document.activeElement !== null && document.activeElement !== document.body) return
    const end = field.current?.value.length ?? 0
    field.current?.focus()
    field.current?.setSelectionRange(end, end)
  }, [field, isNew])
}

function useChipActions(draft: DraftState, field: { readonly current: HTMLTextAreaElement | null }) {
  const remove = useCallback(
    (id: string) => draft.update((now) => ({ ...now, chips: now.chips.filter((chip) => chip.id !== id) })),
    [draft],
  )
  const intoText = useCallback(
    ({ id, part }: Chip) => {
      const target = field.current
      if (part.type !== 'text' || target === null) return
      remove(id)
      replaceText(target, target.selectionStart, target.selectionEnd, part.text)
    },
    [field, remove],
  )
  return { remove, intoText }
}
