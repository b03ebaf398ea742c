import { MessageCircleQuestionMark, ShieldQuestionMark } from 'lucide-react'
import { useEffect, useId, useRef, type KeyboardEvent } from 'react'
import { sessionKey } from '#contract/ids'
import type { AskHere } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'
import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { answersOf, askKey, emptyAnswer, isComplete, summarize, toggleOption } from './asks.logic.ts'
import {
  askKeyOf,
  draftOf,
  noteShown,
  patchDraft,
  rejectQuestion,
  replyPermission,
  replyQuestion,
  useDraft,
} from './drafts.ts'
import { returnFocus } from './focus.ts'
import { PermissionBody } from './PermissionBody.tsx'
import { QuestionBody } from './QuestionBody.tsx'
import { strings } from './strings.ts'
import { useReply } from './use-reply.ts'
import './asks.css'

/** A number key chooses in the question that has the focus, else in the first one. */
function chooseByNumber(ask: AskHere, card: HTMLElement, index: number): void {
  if (ask.kind !== 'question') return
  const fields = [...card.querySelectorAll('[data-question]')]
  const at = Math.max(
    fields.findIndex((field) => field.contains(document.activeElement)),
    0,
  )
  const question = ask.questions[at]
  const option = question?.options[index]
  if (!question || !option) return
  const { answers } = draftOf(askKeyOf(ask))
  const changed = toggleOption(answers[at] ?? emptyAnswer, option.label, question.multiple)
  patchDraft(askKeyOf(ask), {
    answers: ask.questions.map((_, other) => (other === at ? changed : (answers[other] ?? emptyAnswer))),
  })
}

/** Enter before every question has its answer goes to the first that has none; number keys then act there. */
function goToOpenQuestion(card: HTMLElement, answers: readonly (readonly string[])[]): void {
  const open = answers.findIndex((answer) => answer.length === 0)
  card.querySelectorAll('[data-question]')[open]?.querySelector('input')?.focus()
}

function answerByKey(ask: AskHere, event: KeyboardEvent<HTMLElement>): void {
  const target = event.target
  const typing =
    target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === 'text')
  if (event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing || event.repeat) return
  const key = askKeyOf(ask)
  const ageMs = performance.now() - draftOf(key).shownAt
  if (event.key === 'Enter' && ask.kind === 'question' && !(target instanceof HTMLButtonElement)) {
    const answers = answersOf(ask, draftOf(key).answers)
    event.preventDefault()
    if (isComplete(answers)) replyQuestion(ask, answers)
    else goToOpenQuestion(event.currentTarget, answers)
    return
  }
  if (event.key === 'Enter' && typing) {
    event.preventDefault()
    replyPermission(ask, 'reject')
    return
  }
  const meaning = typing ? null : askKey(ask.kind, event.key, ageMs)
  if (!meaning) return
  event.preventDefault()
  if (meaning.type === 'option') chooseByNumber(ask, event.currentTarget, meaning.index)
  else replyPermission(ask, meaning.type)
}

/** The key stands on the button that it presses; aria-keyshortcuts says it aloud. */
const Key = ({ children }: { readonly children: string }) => (
  <kbd aria-hidden className="font-sans text-11 font-normal">
    {children}
  </kbd>
)

interface ButtonsProps<Kind extends AskHere['kind']> {
  readonly ask: AskHere & { readonly kind: Kind }
  /** It is answered, and the server has not confirmed it. */
  readonly busy: boolean
}

function PermissionButtons({ ask, busy }: ButtonsProps<'permission'>) {
  const key = askKeyOf(ask)
  const draft = useDraft(key)
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button
        variant="primary"
        disabled={busy}
        aria-keyshortcuts="y"
        onClick={() => replyPermission(ask, 'once')}
      >
        {strings.once}
        <Key>Y</Key>
      </Button>
      <Button
        disabled={busy}
        aria-keyshortcuts="a"
        aria-pressed={draft.armed}
        className={draft.armed ? 'border-warn text-warn' : ''}
        onClick={() => replyPermission(ask, 'always')}
      >
        {strings.always}
        <Key>A</Key>
      </Button>
      <Button disabled={busy} aria-keyshortcuts="n" onClick={() => replyPermission(ask, 'reject')}>
        {strings.reject}
        <Key>N</Key>
      </Button>
      <input
        type="text"
        value={draft.reason}
        disabled={busy}
        aria-label={strings.reason}
        placeholder={strings.reason}
        onChange={(event) => patchDraft(key, { reason: event.target.value })}
        className="h-7 min-w-48 flex-1 rounded border border-line bg-surface-0 px-2 text-13"
      />
    </div>
  )
}

function QuestionButtons({ ask, busy }: ButtonsProps<'question'>) {
  const draft = useDraft(askKeyOf(ask))
  const answers = answersOf(ask, draft.answers)
  return (
    <div className="flex items-center gap-2">
      <Button
        variant="primary"
        disabled={busy || !isComplete(answers)}
        onClick={() => replyQuestion(ask, answers)}
      >
        {strings.answer}
      </Button>
      <Button disabled={busy} onClick={() => rejectQuestion(ask)}>
        {strings.reject}
      </Button>
    </div>
  )
}

export interface AskCardProps {
  readonly ask: AskHere
  /** The session that is looked at: an ask of another one says whose it is. */
  readonly within: string
}

/** Something that waits for a person: what exactly, and the ways to answer. */
export function AskCard({ ask, within }: AskCardProps) {
  const key = askKeyOf(ask)
  const draft = useDraft(key)
  const reply = useReply(ask)
  const titleId = useId()
  const card = useRef<HTMLElement>(null)
  const focused = useRef(false)
  const owner = useStore((state) => state.sessions[sessionKey(ask)]?.title ?? '')
  useEffect(() => noteShown(key), [key])
  useEffect(() => {
    const scope = card.current?.closest('[data-ask-scope]') ?? null
    return () => returnFocus(focused.current, scope)
  }, [])
  return (
    <section
      ref={card}
      role="group"
      tabIndex={-1}
      data-testid="ask"
      data-kind={ask.kind}
      data-ask={ask.id}
      aria-labelledby={titleId}
      aria-busy={reply.isGiven}
      onKeyDown={(event) => {
        if (!reply.isGiven) answerByKey(ask, event)
      }}
      onFocus={() => (focused.current = true)}
      onBlur={({ currentTarget, relatedTarget }) => {
        focused.current = false
        // A second press means it only while the person is still here.
        if (draft.armed && !currentTarget.contains(relatedTarget)) patchDraft(key, { armed: false })
      }}
      className="ask"
    >
      <div className="mb-2 flex items-center gap-2">
        <Icon
          icon={ask.kind === 'question' ? MessageCircleQuestionMark : ShieldQuestionMark}
          className="shrink-0 text-warn"
        />
        <h4 id={titleId} className="text-13">
          {summarize(ask).title}
        </h4>
        {ask.session !== within && (
          <span className="truncate text-12 text-text-3">{strings.from(owner)}</span>
        )}
      </div>
      <div className="ask-body">
        {ask.kind === 'permission' ? (
          <PermissionBody server={ask.server} ask={ask} />
        ) : (
          <QuestionBody ask={ask} />
        )}
      </div>
      <div className="mt-3">
        {ask.kind === 'permission' ? (
          <PermissionButtons ask={ask} busy={reply.isGiven} />
        ) : (
          <QuestionButtons ask={ask} busy={reply.isGiven} />
        )}
        <div className="flex items-center gap-2 [&:has(p:not(:empty))]:mt-2">
          <p role="status" className="text-12 text-text-2 empty:hidden">
            {reply.words ?? (draft.armed ? strings.pressAgain : null)}
          </p>
          {reply.withdraw && (
            <Button size="small" variant="quiet" onClick={reply.withdraw}>
              {strings.takeBack}
            </Button>
          )}
        </div>
        {reply.error !== null && (
          <p role="alert" className="mt-2 text-13 text-danger">
            {reply.error}
          </p>
        )}
      </div>
    </section>
  )
}
