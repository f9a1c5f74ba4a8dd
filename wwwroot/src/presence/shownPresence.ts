import type { PersonPresence } from '../contract'
import { briefTime, clockTime, dayName, sameDay } from '../ui/times'

/** How somebody is shown, whether they are here or not. */
export type ShownPresence = PersonPresence | 'invisible' | 'offline'

export const presenceNames: Record<ShownPresence, string> = {
  online: 'Online',
  idle: 'Idle',
  doNotDisturb: 'Do not disturb',
  invisible: 'Invisible',
  offline: 'Offline',
}

/** When somebody who is away was last here, as one would say it. */
export function lastSeenText(seenMs: number, now: number): string {
  if (sameDay(seenMs, now)) return `Last seen ${briefTime(seenMs, now)}`
  return `Last seen ${dayName(seenMs, now).replace('Yesterday', 'yesterday')}, ${clockTime(seenMs)}`
}
