// What the server itself holds of a session, asked without the app.

import type { Truth } from './app.ts'

export interface StoredPart {
  readonly id: string
  readonly type: string
  readonly text?: string
  readonly synthetic?: boolean
  readonly tool?: string
  readonly mime?: string
  readonly filename?: string
  readonly url?: string
  readonly state?: {
    readonly status: string
    readonly output?: string
    readonly error?: string
    readonly metadata?: Readonly<Record<string, unknown>>
  }
}

export interface StoredMessage {
  readonly info: {
    readonly id: string
    readonly role: string
    readonly agent?: string
    readonly error?: object
  }
  readonly parts: readonly StoredPart[]
}

export const storedMessages = async (truth: Truth, session: string): Promise<readonly StoredMessage[]> =>
  (await truth.call('GET', `/session/${session}/message`)) as StoredMessage[]

export const storedParts = async (
  truth: Truth,
  session: string,
  role: 'user' | 'assistant' = 'assistant',
): Promise<readonly StoredPart[]> =>
  (await storedMessages(truth, session))
    .filter(({ info }) => info.role === role)
    .flatMap(({ parts }) => parts)
