import type { Question, QuestionAsk } from '#contract/model'
import { cx } from '../../ui/cx.ts'
import type { AskHere } from '../../store/state.ts'
import { emptyAnswer, toggleOption, writeOwn, type AnswerDraft } from './asks.logic.ts'
import { askKeyOf, patchDraft, useDraft } from './drafts.ts'
import { strings } from './strings.ts'

interface FieldProps {
  readonly question: Question
  readonly draft: AnswerDraft
  readonly name: string
  readonly onChange: (draft: AnswerDraft) => void
}

function QuestionField({ question, draft, name, onChange }: FieldProps) {
  return (
    <fieldset className="not-first:mt-3" data-question>
      <legend className="mb-1 text-13 text-text-1">
        {question.question}
        {question.multiple && <span className="text-text-3"> · {strings.chooseSeveral}</span>}
      </legend>
      {question.options.map((option, index) => {
        const chosen = draft.chosen.includes(option.label)
        return (
          <label
            key={option.label}
            className={cx(
              'mb-1 flex items-start gap-2 rounded border px-2 py-1 has-focus-visible:outline-2 has-focus-visible:outline-accent',
              chosen ? 'border-accent bg-accent/8' : 'border-line hover:bg-surface-2',
            )}
          >
            <input
              type={question.multiple ? 'checkbox' : 'radio'}
              name={name}
              checked={chosen}
              onChange={() => onChange(toggleOption(draft, option.label, question.multiple))}
              className="mt-1 size-3 accent-accent outline-none"
            />
            <span className="w-3 shrink-0 text-12 leading-[20px] text-text-3 tabular-nums" aria-hidden>
              {index + 1}
            </span>
            <span className="min-w-0 wrap-anywhere">
              <span className="text-text-1">{option.label}</span>
              {option.description !== '' && <span className="text-text-2"> {option.description}</span>}
            </span>
          </label>
        )
      })}
      {question.custom && (
        <input
          type="text"
          value={draft.own}
          aria-label={`${strings.ownAnswer}: ${question.question}`}
          placeholder={strings.ownAnswer}
          onChange={(event) => onChange(writeOwn(draft, event.target.value, question.multiple))}
          className="h-7 w-full rounded border border-line bg-surface-0 px-2 text-13"
        />
      )}
    </fieldset>
  )
}

export function QuestionBody({ ask }: { readonly ask: AskHere & QuestionAsk }) {
  const key = askKeyOf(ask)
  const { answers } = useDraft(key)
  return ask.questions.map((question, index) => (
    <QuestionField
      key={index}
      question={question}
      draft={answers[index] ?? emptyAnswer}
      name={`${key}#${index}`}
      onChange={(draft) =>
        patchDraft(key, {
          answers: ask.questions.map((_, at) => (at === index ? draft : (answers[at] ?? emptyAnswer))),
        })
      }
    />
  ))
}
