/** A window without its looks: applies ops as any window must, and can be compared with another. */
import type { FeedMessage } from '#contract/feed'
import type { Op } from '#contract/ops'

interface HeldText {
  rev: number
  text: string
  ended: boolean
}

export interface WindowModel {
  apply(ops: readonly Op[]): void
  /** A batch of the feed; a reset forgets everything first. */
  receive(message: Extract<FeedMessage, { readonly type: 'batch' }>): void
  /** What is shown, in an order of its own. */
  contents(): unknown
  /** Texts by `<part>/<field>`. */
  texts(): Readonly<Record<string, string>>
  /** Text ops that would have left a hole. */
  readonly holes: readonly string[]
}

export function createWindowModel(): WindowModel {
  const records = new Map<string, unknown>()
  /** Message and part keys → the session and message that they go with. */
  const owners = new Map<string, { readonly session: string; readonly message: string | null }>()
  const texts = new Map<string, HeldText>()
  const holes: string[] = []
  const pieces = new Map<number, string>()

  const drop = (key: string): void => {
    records.delete(key)
    owners.delete(key)
    if (!key.startsWith('part ')) return
    for (const text of texts.keys()) if (text.startsWith(`${key.slice(5)}/`)) texts.delete(text)
  }
  const dropOwned = (isOwned: (owner: { session: string; message: string | null }) => boolean): void => {
    for (const [key, owner] of owners) if (isOwned(owner)) drop(key)
  }

  const applyText = (op: Extract<Op, { readonly op: 'text' }>): void => {
    const key = `${op.part}/${op.field}`
    const held = texts.get(key) ?? { rev: op.rev, text: '', ended: false }
    if (op.rev < held.rev) return
    if (op.rev > held.rev) Object.assign(held, { rev: op.rev, text: '', ended: false })
    if (op.at > held.text.length) holes.push(`${key} at ${op.at} after ${held.text.length}`)
    const fresh = op.text.slice(held.text.length - op.at)
    if (op.at + op.text.length > held.text.length) held.text += fresh
    texts.set(key, held)
  }

  const applyOne = (op: Op): void => {
    switch (op.op) {
      case 'text':
        return applyText(op)
      case 'text.end': {
        const key = `${op.part}/${op.field}`
        const held = texts.get(key) ?? { rev: op.rev, text: '', ended: false }
        if (held.text.length !== op.length) holes.push(`${key} ends at ${op.length}, not ${held.text.length}`)
        texts.set(key, { ...held, ended: true })
        return
      }
      case 'server':
        return void records.set(`server ${op.server.id}`, op.server)
      case 'server.remove':
        return drop(`server ${op.id}`)
      case 'project':
        return void records.set(`project ${op.project.directory}`, op.project)
      case 'project.remove':
        return drop(`project ${op.directory}`)
      case 'session':
        return void records.set(`session ${op.session.id}`, op.session)
      case 'session.remove':
        drop(`session ${op.id}`)
        for (const kind of ['activity', 'diff', 'todos', 'gaps', 'view']) drop(`${kind} ${op.id}`)
        return dropOwned(({ session }) => session === op.id)
      case 'activity':
        return void records.set(`activity ${op.id}`, op.activity)
      case 'diff':
        return void records.set(`diff ${op.session}`, op.files)
      case 'todos':
        return void records.set(`todos ${op.session}`, op.todos)
      case 'gaps':
        return void records.set(`gaps ${op.session}`, op.gaps)
      case 'view':
        return void records.set(`view ${op.session}`, { from: op.from, older: op.older, error: op.error })
      case 'ask':
        return void records.set(`ask ${op.ask.id}`, op.ask)
      case 'ask.remove':
        return drop(`ask ${op.id}`)
      case 'messages.reset':
        for (const kind of ['diff', 'todos', 'gaps', 'view']) drop(`${kind} ${op.session}`)
        return dropOwned(({ session }) => session === op.session)
      case 'message':
        owners.set(`message ${op.message.id}`, { session: op.message.session, message: null })
        return void records.set(`message ${op.message.id}`, op.message)
      case 'message.remove':
        drop(`message ${op.id}`)
        return dropOwned(({ message }) => message === op.id)
      case 'part':
        owners.set(`part ${op.part.id}`, { session: op.part.session, message: op.part.message })
        return void records.set(`part ${op.part.id}`, op.part)
      case 'part.remove':
        return drop(`part ${op.id}`)
      case 'outbox':
        return void records.set(`outbox ${op.item.id}`, op.item)
      case 'outbox.remove':
        return drop(`outbox ${op.id}`)
      case 'command':
        return void records.set(`command ${op.item.id}`, op.item)
      case 'command.remove':
        return drop(`command ${op.id}`)
      case 'away':
        return void records.set('away', op.items)
      case 'notice':
        return void records.set(`notice ${op.notice.id}`, op.notice)
    }
  }

  const shownTexts = (): (readonly [string, HeldText])[] =>
    [...texts]
      .filter(([key, { text, ended }]) => records.has(`part ${key.split('/')[0]}`) && (ended || text !== ''))
      .sort(([a], [b]) => (a < b ? -1 : 1))

  return {
    apply: (ops) => ops.forEach(applyOne),
    receive: (batch) => {
      if (batch.reset) for (const held of [records, owners, texts, pieces]) held.clear()
      batch.ops.forEach(applyOne)
      if (!batch.piece) return
      const json = (pieces.get(batch.piece.op) ?? '') + batch.piece.json
      pieces.set(batch.piece.op, json)
      if (!batch.piece.last) return
      pieces.delete(batch.piece.op)
      applyOne(JSON.parse(json) as Op)
    },
    contents: () => ({
      records: Object.fromEntries(
        [...records]
          .filter(([key, value]) => isShown(records, key, value))
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
      texts: shownTexts(),
    }),
    texts: () => Object.fromEntries(shownTexts().map(([key, { text }]) => [key, text])),
    holes,
  }
}

/** What a window doesn't show: empty lists, a session's rest, anything of a session it doesn't list. */
function isShown(records: ReadonlyMap<string, unknown>, key: string, value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  const [kind, id] = key.split(' ')
  if (kind === 'activity') return records.has(`session ${id}`) && JSON.stringify(value) !== REST
  return kind !== 'view' || (value as { from: string }).from !== 'nothing'
}

const REST = JSON.stringify({ status: { type: 'idle' }, unread: false, error: null, activeElsewhere: false })
