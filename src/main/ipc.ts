// The one list of what a page may ask of main. Each call is taken only from the main frame of the app's own page,
// and only with arguments of the right shape.

import {
  BrowserWindow,
  dialog,
  ipcMain,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  type WebContents,
} from 'electron'
import * as z from 'zod/mini'
import { IPC } from '#contract/desktop'
import { fail, ok, type Result } from '#contract/result'
import { openExternal } from './links.ts'
import { isOwnPage, type PageSource } from './origin.ts'
import { paintTitleBar } from './title-bar.ts'

/** A server's and a session's id with room to spare. */
const MAX_ROUTE_LENGTH = 1024

/** What Electron can read; it has no `oklch()`. */
const color = z.string().check(z.regex(/^(#[0-9a-f]{6}|rgb\([\d., ]{5,40}\))$/i))
const titleBarArguments = z.tuple([z.object({ background: color, symbols: color })])
const urlArguments = z.tuple([z.string()])
/** A path of the app's own page; `//host` would be another place. */
const routeArguments = z.tuple([z.string().check(z.regex(/^\/(?!\/)/), z.maxLength(MAX_ROUTE_LENGTH))])
const noArguments = z.tuple([])

export interface PageRequests {
  readonly connect: (contents: WebContents) => void
  readonly openWindow: (route: string) => void
  readonly restartWorker: () => void
}

export function listenToPages(source: PageSource, requests: PageRequests): void {
  const isTrusted = ({ senderFrame, sender }: IpcMainEvent | IpcMainInvokeEvent): boolean =>
    senderFrame !== null && senderFrame === sender.mainFrame && isOwnPage(source, senderFrame.url)

  const on = <T>(
    channel: string,
    schema: z.ZodMiniType<T>,
    listener: (args: T, sender: WebContents) => void,
  ): void => {
    ipcMain.on(channel, (event, ...args) => {
      const checked = schema.safeParse(args)
      if (isTrusted(event) && checked.success) listener(checked.data, event.sender)
    })
  }
  const handle = <T, R>(
    channel: string,
    schema: z.ZodMiniType<T>,
    answer: (args: T, sender: WebContents) => Promise<Result<R>>,
  ): void => {
    ipcMain.handle(channel, (event, ...args) => {
      const checked = schema.safeParse(args)
      if (!isTrusted(event) || !checked.success)
        return fail('bad-request', 'Millrace does not take this call.')
      return answer(checked.data, event.sender)
    })
  }

  on(IPC.connect, noArguments, (_args, sender) => requests.connect(sender))
  on(IPC.restartWorker, noArguments, () => requests.restartWorker())
  on(IPC.openWindow, routeArguments, ([route]) => requests.openWindow(route))
  on(IPC.titleBar, titleBarArguments, ([colors], sender) => {
    const window = BrowserWindow.fromWebContents(sender)
    if (window !== null) paintTitleBar(window, colors)
  })
  handle(IPC.openExternal, urlArguments, ([url]) => openExternal(url))
  handle(IPC.pickFolder, noArguments, (_args, sender) => pickFolder(sender))
}

async function pickFolder(sender: WebContents): Promise<Result<string | null>> {
  const window = BrowserWindow.fromWebContents(sender)
  if (window === null) return ok(null)
  try {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, {
      title: 'Open folder',
      buttonLabel: 'Open',
      properties: ['openDirectory', 'createDirectory'],
    })
    return ok(canceled ? null : (filePaths[0] ?? null))
  } catch {
    return fail('unsupported', 'The system has no folder dialog here. Type the path instead.')
  }
}
