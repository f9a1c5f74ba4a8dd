import type { ChatMessage } from '../contract'
import { untilText } from './until'

/** What stands between the name of who did it and of whom, and what follows. */
export function actParts({ act }: ChatMessage, now: number): { before: string; after: string } {
  switch (act?.kind) {
    case 'kicked':
      return { before: 'removed', after: ' from the room' }
    case 'banned':
      return { before: 'banned', after: '' }
    case 'unbanned':
      return { before: 'lifted the ban of', after: '' }
    case 'muted':
      return { before: 'muted', after: act.untilMs === null ? '' : ` until ${untilText(act.untilMs, now)}` }
    case 'unmuted':
      return { before: 'lets', after: ' write again' }
    case 'moderatorNamed':
      return { before: 'made', after: ' a moderator' }
    case 'moderatorDismissed':
      return { before: 'dismissed', after: ' as a moderator' }
    case 'handedOver':
      return { before: 'handed the room over to', after: '' }
    case 'messageDeleted':
      return { before: 'deleted a message by', after: '' }
    default:
      // A newer server's.
      return { before: 'did something about', after: '' }
  }
}
