import type { Held } from './inbox'
import { unreadText, type Waiting, waitingIn } from '../rooms/unread'

/** What came into a conversation while this tab could not hear of it. */
export interface Missed extends Waiting {
  conversation: string
}

/** What is unread now and was not before. Only what the cursor passed meanwhile is not known exactly: then it is at most what
 * is unread, and at most what was written; so it is when others are blocked than before. */
export function missedIn(before: Held, now: Held, othersBlocked = false): Missed {
  const read = before.readUpTo !== now.readUpTo || before.rewinds !== now.rewinds
  const written = Math.max(now.head - before.head, 0)
  const more = (count: (held: Held) => number) => {
    const came = read ? count(now) : Math.max(count(now) - count(before), 0)
    return read || othersBlocked ? Math.min(came, written) : came
  }
  return {
    conversation: now.conversation,
    unread: more(({ unread }) => unread),
    mentions: more(({ mentions }) => mentions),
  }
}

/** As much of it as the user wants to be told of, or undefined for nothing. */
export function missedWanted(missed: Missed, { level }: Pick<Held, 'level'>): Missed | undefined {
  const wanted = { ...missed, ...waitingIn({ ...missed, level }) }
  return wanted.unread + wanted.mentions > 0 ? wanted : undefined
}

export interface MissedNotice {
  title: string
  body: string
}

/** What was missed, and where: in a room, or from somebody who writes to oneself alone. */
export interface Missing extends Waiting {
  room: string | undefined
  from?: string | undefined
}

/** One notice for all of it. */
export function missedNotice(missed: readonly Missing[]): MissedNotice {
  const sum = (count: (waiting: Waiting) => number) => missed.reduce((total, waiting) => total + count(waiting), 0)
  const all = { unread: sum(({ unread }) => unread), mentions: sum(({ mentions }) => mentions) }
  const [only, ...others] = missed
  if (only && others.length === 0)
    return { title: `${counted(all)} ${only.room === undefined ? `from ${only.from}` : `in ${only.room}`}`, body: '' }
  const inRoomsOnly = missed.every(({ room }) => room !== undefined)
  return {
    title: `${counted(all)} in ${missed.length} ${inRoomsOnly ? 'rooms' : 'chats'}`,
    body: missed.map((one) => `${one.room ?? one.from}: ${counted(one)}`).join('\n'),
  }
}

function counted({ unread, mentions }: Waiting): string {
  const parts = [
    unread > 0 && `${unreadText(unread)} new ${unread === 1 ? 'message' : 'messages'}`,
    mentions > 0 && `${unreadText(mentions)} ${mentions === 1 ? 'mention' : 'mentions'}`,
  ]
  return parts.filter(Boolean).join(', ')
}
