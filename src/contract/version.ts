/** Raised whenever feed, rpc or host messages change shape: a window of another version reloads itself. */
export const CONTRACT_VERSION = 2
