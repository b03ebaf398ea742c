import type { ServerID, SessionID } from '#contract/ids'

export const Timeline = (_props: { readonly server: ServerID; readonly session: SessionID }) => null
