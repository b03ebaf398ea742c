import { useEffect } from 'react'
import { rpc } from '../../rpc/rpc.ts'

/** Says so once a person has had these before their eyes: the window is in front and was not only drawn. */
export function useTold(ids: readonly string[]): void {
  const key = ids.join(' ')
  useEffect(() => {
    if (key === '') return
    const tell = () => {
      if (document.visibilityState !== 'visible' || !document.hasFocus()) return
      window.removeEventListener('focus', tell)
      void rpc.awayTold({ ids: key.split(' ') })
    }
    window.addEventListener('focus', tell)
    tell()
    return () => window.removeEventListener('focus', tell)
  }, [key])
}
