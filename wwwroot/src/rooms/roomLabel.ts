import type { NoticeLevel } from '../contract'
import { unreadText, type Waiting } from './unread'

/** What a screen reader says of a room in the list: its name, who is there, and what waits. */
export function roomLabel(name: string, here: number, level: NoticeLevel, waiting: Waiting): string {
  const { unread, mentions } = waiting
  return [
    name,
    here > 0 && `${here} here now`,
    level === 'none' && 'muted',
    level === 'mentions' && 'mentions only',
    mentions > 0 && `${unreadText(mentions)} ${mentions === 1 ? 'mention' : 'mentions'}`,
    unread > 0 && `${unreadText(unread)} unread`,
  ]
    .filter(Boolean)
    .join(', ')
}
