import type { InboxConversation } from '../contract'

const cap = 99

/** An unread count as shown: counted exactly up to 99. */
export function unreadText(unread: number): string {
  return unread > cap ? `${cap}+` : String(unread)
}

export function totalUnread(conversations: readonly InboxConversation[]): number {
  return conversations.reduce((sum, { unread }) => sum + unread, 0)
}
