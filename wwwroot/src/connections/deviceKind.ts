import type { DeviceKind } from '../contract'

export interface DeviceHints {
  /** What the browser says by itself, if it does. */
  mobile: boolean | undefined
  userAgent: string
  touchPoints: number
  /** The shorter side of the screen in CSS pixels. */
  shortSide: number
}

const TabletFrom = 600

/** What kind of device this looks like: shown to others, never relied upon. */
export function deviceKind({ mobile, userAgent, touchPoints, shortSide }: DeviceHints): DeviceKind {
  // iPads present themselves as Macs; no Mac has a touch screen.
  const tablet = /iPad|Tablet/.test(userAgent) || (/Macintosh/.test(userAgent) && touchPoints > 1)
  const handheld = mobile === true || /Android|iPhone|Mobile/.test(userAgent)
  if (tablet) return 'tablet'
  if (!handheld) return 'desktop'
  return shortSide >= TabletFrom ? 'tablet' : 'phone'
}
