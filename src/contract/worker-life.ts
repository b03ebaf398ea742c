// What the host says of a dead worker when there is no worker to say it.

/** How the worker before this one ended. */
export type WorkerEnd = 'died' | 'hung'

/** On every answer of the browser host's pages while it has given the worker up; a person can ask for another try. */
export const STOPPED_HEADER = 'millrace-worker-stopped'

/** POST, from the page itself: start the worker again. */
export const RESTART_PATH = '/worker/restart'
