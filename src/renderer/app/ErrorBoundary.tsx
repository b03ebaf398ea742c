import { Component, type ErrorInfo, type ReactNode } from 'react'
import { strings } from '../strings/en.ts'
import { Button } from '../ui/Button.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { desktop } from './desktop.ts'

interface Props {
  /** Which part this guards, for the report. */
  readonly part: string
  readonly children: ReactNode
}

interface Failure {
  readonly error: unknown
  readonly where: string
}

/** React offers this as a class only. */
export class ErrorBoundary extends Component<Props, { readonly failure: Failure | null }> {
  override state = { failure: null as Failure | null }

  static getDerivedStateFromError(error: unknown) {
    return { failure: { error, where: '' } }
  }

  override componentDidCatch(error: unknown, info: ErrorInfo) {
    this.setState({ failure: { error, where: info.componentStack ?? '' } })
  }

  override render() {
    const { failure } = this.state
    if (failure === null) return this.props.children
    const copy = () => void navigator.clipboard.writeText(report(this.props.part, failure))
    return (
      <div className="flex h-full flex-col items-center justify-center p-6">
        <ErrorNote
          what={`${strings.crashTitle}: ${nameOf(failure.error)}`}
          safe={strings.crashSafe}
          action={
            <div className="flex flex-col gap-2">
              <Button size="small" onClick={() => this.setState({ failure: null })}>
                {strings.tryAgain}
              </Button>
              <Button size="small" onClick={copy}>
                {strings.copyReport}
              </Button>
            </div>
          }
        />
      </div>
    )
  }
}

const nameOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

function report(part: string, { error, where }: Failure): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return [
    `Millrace ${desktop.version} (${desktop.host}, ${desktop.platform})`,
    navigator.userAgent,
    `Part: ${part}`,
    stack,
    where,
  ].join('\n')
}
