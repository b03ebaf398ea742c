import { useEffect, useRef, useState, type RefObject } from 'react'
import { serverID, type ServerID } from '#contract/ids'
import type { Server } from '#contract/model'
import { isMac } from '../../app/desktop.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { FolderList } from './FolderList.tsx'
import { PathField } from './PathField.tsx'
import {
  baseName,
  chosenFolder,
  expandHome,
  isAbsolute,
  narrow,
  splitPath,
  withSeparator,
} from './path.logic.ts'
import { ServerChoice } from './ServerChoice.tsx'
import { strings } from './strings.ts'
import { useListing } from './use-listing.ts'

export interface FolderBrowserProps {
  readonly open: boolean
  readonly servers: readonly Server[]
  readonly server: Server | null
  readonly onServer: (server: ServerID) => void
  readonly busy: boolean
  readonly error: string | null
  readonly onOpen: (directory: string) => void
  /** Null: there is no system dialog for this server. */
  readonly onSystem: (() => void) | null
  readonly onClose: () => void
}

export function FolderBrowser(props: FolderBrowserProps) {
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState<string | null>(null)
  const chosen = typed === null ? '' : chosenFolder(typed)
  return (
    <Dialog
      open={props.open}
      onOpenChange={(open) => {
        if (!open) props.onClose()
      }}
      title={strings.title}
      description={strings.intro}
      initialFocus={field}
      footer={
        <>
          {props.onSystem !== null && (
            <Button variant="quiet" className="mr-auto" onClick={props.onSystem}>
              {strings.system}
            </Button>
          )}
          <Button onClick={props.onClose}>{strings.cancel}</Button>
          <Button
            variant="primary"
            className="max-w-80 min-w-0"
            disabled={props.busy || !isAbsolute(chosen)}
            onClick={() => props.onOpen(chosen)}
          >
            <span className="truncate">
              {props.busy
                ? strings.opening
                : chosen === ''
                  ? strings.open
                  : strings.openNamed(baseName(chosen))}
            </span>
          </Button>
        </>
      }
    >
      <Body {...props} key={props.server?.id} field={field} typed={typed} setTyped={setTyped} />
    </Dialog>
  )
}

interface BodyProps extends FolderBrowserProps {
  readonly field: RefObject<HTMLInputElement | null>
  /** Null until the home folder is known. */
  readonly typed: string | null
  readonly setTyped: (typed: string | null) => void
}

/** Before any server is known, the worker's own answers for this computer. */
const OWN = serverID('own')

function Body({ servers, server, onServer, busy, error, onOpen, field, typed, setTyped }: BodyProps) {
  const [home, setHome] = useState<string | null>(null)
  const expanded = typed === null ? null : expandHome(typed, home)
  const { folder, start } = expanded === null ? { folder: null, start: '' } : splitPath(expanded)
  const { shown, loading, error: listError } = useListing(server?.id ?? OWN, folder)
  const [at, setAt] = useState(-1)
  if (shown !== null && home === null) setHome(shown.home)
  useEffect(() => {
    if (shown !== null && typed === null) setTyped(withSeparator(shown.path))
  }, [shown, typed, setTyped])

  const entries = shown === null || listError !== null ? [] : narrow(shown.entries, start)
  const go = (path: string) => {
    setTyped(withSeparator(path))
    setAt(-1)
    field.current?.focus()
  }

  return (
    <div className="flex flex-col gap-3">
      {servers.length > 1 && (
        <ServerChoice
          servers={servers}
          value={server?.id ?? null}
          onChange={(id) => {
            setTyped(null)
            onServer(id)
          }}
        />
      )}
      <PathField
        ref={field}
        value={typed ?? ''}
        activeId={at >= 0 && at < entries.length ? `folder-${at}` : null}
        onChange={(value) => {
          setTyped(value)
          setAt(-1)
        }}
        onMove={(step) => setAt(Math.min(entries.length - 1, Math.max(-1, at + step)))}
        onEnter={(open) => {
          // What is listed still belongs to the folder before.
          if (loading && !open) return
          const entry = entries[at] ?? (start === '' ? undefined : entries[0])
          if (entry !== undefined && !open) go(entry.path)
          else if (expanded !== null && isAbsolute(expanded) && !busy) onOpen(chosenFolder(expanded))
        }}
        onHome={shown === null ? null : () => go(shown.home)}
        onParent={shown?.parent == null ? null : () => go(shown.parent ?? shown.path)}
      />
      {error !== null && <ErrorNote what={error} safe={strings.openSafe} />}
      <FolderList
        entries={entries}
        at={at}
        dimmed={loading}
        empty={
          listError !== null
            ? `${strings.listFailed} ${listError}`
            : shown === null
              ? strings.loading
              : start === ''
                ? strings.empty
                : strings.noneMatch(start)
        }
        broken={listError !== null}
        onChoose={(entry) => go(entry.path)}
      />
      <p className="text-11 text-text-3">
        {expanded !== null && expanded !== '' && !isAbsolute(expanded)
          ? strings.notAbsolute
          : isMac
            ? strings.hintMac
            : strings.hint}
      </p>
    </div>
  )
}
