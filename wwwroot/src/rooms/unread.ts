import type { DirectConversation, InboxConversation } from '../contract'

const cap = 99

/** An unread count as shown: counted exactly up to 99. */
export function unreadText(unread: number): string {
  return unread > cap ? `${cap}+` : String(unread)
}

/** What waits, as far as the user wants to be told of it. */
export interface Waiting {
  unread: number
  mentions: number
}

export function waitingIn({ unread, mentions, level }: Waiting & Pick<InboxConversation, 'level'>): Waiting {
  return { unread: level === 'all' ? unread : 0, mentions: level === 'none' ? 0 : mentions }
}

/** What is written to one alone is meant for one, like a mention. */
export const waitingInDirect = (direct: Pick<DirectConversation, 'unread' | 'level'> | undefined): Waiting => ({
  unread: 0,
  mentions: direct === undefined || direct.level === 'none' ? 0 : direct.unread,
})

export function waitingInAll(
  conversations: readonly InboxConversation[],
  directs: readonly DirectConversation[] = [],
): Waiting {
  const all = [...conversations.map(waitingIn), ...directs.map(waitingInDirect)]
  const sum = (count: (waiting: Waiting) => number) => all.reduce((total, waiting) => total + count(waiting), 0)
  return { unread: sum(({ unread }) => unread), mentions: sum(({ mentions }) => mentions) }
}

/** The one number where there is room for one: mentions come first. */
export const waitingCount = ({ unread, mentions }: Waiting): number => (mentions > 0 ? mentions : unread)
