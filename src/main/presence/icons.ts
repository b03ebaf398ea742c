// The pictures for tray and taskbar, as `npm run icons` draws them. Electron finds the `@2x` beside each.

import { nativeImage, type NativeImage } from 'electron'
import { join } from 'node:path'

export type TrayState = 'idle' | 'running' | 'asks'

export interface Icons {
  readonly tray: (state: TrayState) => NativeImage
  readonly asksOverlay: () => NativeImage
}

/** @param appRoot folder that holds `resources` */
export function createIcons(appRoot: string, platform: NodeJS.Platform): Icons {
  const load = (name: string): NativeImage =>
    nativeImage.createFromPath(join(appRoot, 'resources/icons', `${name}.png`))
  return {
    tray: (state) => {
      if (platform !== 'darwin') return load(`tray-${state}`)
      const image = load(`tray-${state}-Template`)
      image.setTemplateImage(true)
      return image
    },
    asksOverlay: () => load('overlay-asks'),
  }
}
