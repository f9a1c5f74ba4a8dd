import { type ChatMessage, type InboxConversation, type InboxSnapshot, limits, type ReadPosition } from '../contract'

/** Someone posted. Others' messages above the read cursor are unread. */
export function posted(held: InboxConversation, message: ChatMessage, me: string | undefined): InboxConversation {
  if (message.sequence <= held.head) return held
  const unread = message.author.id !== me && message.sequence > held.readUpTo
  return { ...held, head: message.sequence, unread: Math.min(held.unread + Number(unread), limits.unreadCap) }
}

/** The count misses the messages between: only the server can tell how many of them are of others. */
export const leavesGap = (held: InboxConversation, message: ChatMessage): boolean => message.sequence > held.head + 1

/** The server says how far the user has read. Messages come on a way of their own, so it may have counted more of them
 * than this tab knows of, or fewer: then all of the others count as unread. */
export function readMoved(held: InboxConversation, { readUpTo, unread, head }: ReadPosition): InboxConversation {
  if (readUpTo < held.readUpTo) return held
  const notCounted = Math.max(held.head - head, 0)
  return {
    ...held,
    head: Math.max(held.head, head),
    readUpTo,
    unread: Math.min(unread + notCounted, limits.unreadCap),
  }
}

/** The count misses the messages above the head that it goes with: some of them may be the user's own. */
export const countsTooFew = (held: InboxConversation, position: ReadPosition): boolean =>
  position.readUpTo >= held.readUpTo && held.head > position.head

/** The user has read up to here in this tab. `shown` are the consecutive messages that this tab holds. */
export function readTo(
  held: InboxConversation,
  sequence: number,
  shown: readonly ChatMessage[],
  me: string | undefined,
): InboxConversation {
  const readUpTo = Math.min(sequence, held.head)
  if (readUpTo <= held.readUpTo) return held
  if (readUpTo >= held.head) return { ...held, readUpTo, unread: 0 }
  const covered = (shown[0]?.sequence ?? Infinity) <= readUpTo + 1 && (shown.at(-1)?.sequence ?? 0) >= held.head
  const above = shown.filter((message) => message.sequence > readUpTo && message.author.id !== me).length
  const unread = covered ? Math.min(above, limits.unreadCap) : Math.min(held.unread, held.head - readUpTo)
  return { ...held, readUpTo, unread }
}

/** The server's inbox, and on top of it what this tab knows better: messages that came meanwhile, and how far the user
 * has read already, which the server may not have heard when it answered. */
export function fromSnapshot(
  snapshot: InboxSnapshot,
  meanwhile: readonly ChatMessage[],
  readAlready: ReadonlyMap<string, number>,
  me: string | undefined,
): InboxConversation[] {
  return snapshot.conversations.map((conversation) => {
    const later = meanwhile.filter((message) => message.conversation === conversation.conversation)
    const counted = later.reduce((held, message) => posted(held, message, me), conversation)
    return readTo(counted, readAlready.get(conversation.conversation) ?? 0, later, me)
  })
}
