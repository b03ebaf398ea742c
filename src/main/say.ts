// Words for a person before there is a window, or instead of one.

import { app, dialog } from 'electron'

/**
 * Says why the app ends and ends it. Someone who started it from an icon sees no stderr and gets a dialog.
 * @param code 2 is what a wrong command line and a worker that can't run end with
 */
export async function exitSaying(sentence: string, code: number): Promise<void> {
  await write(process.stderr, `${sentence}\n`)
  if (app.isPackaged && !process.stderr.isTTY) {
    await app.whenReady()
    dialog.showErrorBox('Millrace', sentence)
  }
  app.exit(code)
}

export async function exitPrinting(text: string): Promise<void> {
  await write(process.stdout, text)
  app.exit(0)
}

/** `app.exit` doesn't wait for a pipe to take the text. */
const write = (stream: NodeJS.WriteStream, text: string): Promise<void> =>
  new Promise((resolve) => {
    // A closed terminal is no reason to stay.
    stream.once('error', () => resolve())
    stream.write(text, () => resolve())
  })
