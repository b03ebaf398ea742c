import { FolderOpen, Server, Sparkles } from 'lucide-react'
import { useState } from 'react'
import { Mark } from '../../app/Mark.tsx'
import { rpc } from '../../rpc/rpc.ts'
import { navigate, openDialog } from '../../store/actions.ts'
import { useStore } from '../../store/store.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { ActionCard } from './ActionCard.tsx'
import { demoStep } from './demo.logic.ts'
import { RecentProjects } from './RecentProjects.tsx'
import { strings } from './strings.ts'

type Demo =
  | { readonly type: 'none' }
  | { readonly type: 'starting' }
  | { readonly type: 'failed'; readonly message: string }

/** Where everything begins: what this is, and three ways in. */
export function FirstRun() {
  const [demo, setDemo] = useState<Demo>({ type: 'none' })
  const step = useStore((state) => demoStep(Object.values(state.servers)))

  const startDemo = async () => {
    setDemo({ type: 'starting' })
    const answer = await rpc.startDemo({})
    if (!answer.ok) {
      setDemo({ type: 'failed', message: answer.error.message })
      return
    }
    setDemo({ type: 'none' })
    navigate({ type: 'new', server: answer.value.server, directory: answer.value.directory })
  }

  return (
    <div className="flex h-full flex-col items-center overflow-y-auto px-6">
      <div className="my-auto flex w-full max-w-110 flex-col gap-6 py-10">
        <div className="flex flex-col gap-3">
          <Mark size={48} turning={demo.type === 'starting'} />
          <h2 className="text-24">{strings.title}</h2>
          <p className="text-15 text-text-2">{strings.sentence}</p>
        </div>
        <div className="flex flex-col gap-2">
          <ActionCard
            icon={FolderOpen}
            title={strings.openFolder}
            text={strings.openFolderText}
            primary
            onClick={() => openDialog('open-folder')}
          />
          <ActionCard
            icon={Server}
            title={strings.connect}
            text={strings.connectText}
            onClick={() => openDialog('connect-server')}
          />
          <ActionCard
            icon={Sparkles}
            title={strings.demo}
            text={demo.type === 'starting' ? strings.demoSteps[step] : strings.demoText}
            busy={demo.type === 'starting'}
            onClick={() => void startDemo()}
          />
        </div>
        {demo.type === 'failed' && (
          <ErrorNote
            what={`${strings.demoFailed} ${demo.message}`}
            safe={strings.demoSafe}
            action={
              <Button size="small" onClick={() => void startDemo()}>
                {strings.again}
              </Button>
            }
          />
        )}
        <RecentProjects />
      </div>
    </div>
  )
}
