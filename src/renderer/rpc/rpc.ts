// This window's calls to the worker: every method gives a Result, whatever happens to the connection.

import { createRpc } from './create-rpc.ts'

export const { rpc, connect: connectRpc } = createRpc()
