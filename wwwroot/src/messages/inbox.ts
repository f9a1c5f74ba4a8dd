import {
  type ChatMessage,
  type DirectConversation,
  type InboxConversation,
  type InboxSnapshot,
  limits,
  type ReadPosition,
} from '../contract'
import { directKey, isDirectKey } from './directKey'
import { counts, type Entry, isChange, type Recipient } from './entry'
import { calls } from './mentions'

/** How far the user has read, and how often that was taken back. */
export type Read = Pick<ReadPosition, 'readUpTo' | 'rewinds'>

/** A conversation with one other person. The server cannot tell whom a sealed message calls: what came before this tab is not counted. */
export type DirectHeld = DirectConversation & { mentions: number }

/** A conversation of the inbox. */
export type Held = InboxConversation | DirectHeld

export const isDirect = (held: Held): held is DirectHeld => 'with' in held

/** What this tab holds of a conversation: these messages, and all of those from `first` to `last`. */
export interface Shown {
  messages: readonly ChatMessage[]
  first: number
  last: number
}

/** Someone posted, or changed a message. Others' messages above the read cursor are unread, unless their author is blocked. */
export function told<T extends Held>(held: T, entry: Entry, recipient: Recipient): T {
  if (entry.sequence <= held.head) return held
  const told = { ...held, head: entry.sequence, mentions: mentionsAfter(held, entry, recipient) }
  const unread = !isChange(entry) && counts(entry, recipient) && entry.sequence > held.readUpTo
  return { ...told, unread: capped(held.unread + Number(unread)) }
}

/** An edit may call somebody, or no longer, and a deleted message calls nobody. A count that stopped at its cap stays there. */
function mentionsAfter({ mentions, readUpTo }: Held, entry: Entry, { me, blocked }: Recipient): number {
  const [sequence, author] = isChange(entry)
    ? [entry.target, entry.author ?? entry.by]
    : [entry.sequence, entry.author.id]
  if (author === me || blocked(author) || sequence <= readUpTo) return mentions
  const before = isChange(entry) && calls(entry.before, me)
  const less = mentions < limits.unreadCap ? Number(before) : 0
  return Math.max(capped(mentions + Number(calls(entry.mentions, me)) - less), 0)
}

const capped = (count: number): number => Math.min(count, limits.unreadCap)

/** The count misses what came between: only the server can tell how many of it are messages of others. */
export const leavesGap = (held: Held, entry: Entry): boolean => entry.sequence > held.head + 1

/** Answers and events overtake each other. The cursor moves back only by being rewound, which is counted. */
const isOlder = (one: Read, other: Read): boolean =>
  one.rewinds < other.rewinds || (one.rewinds === other.rewinds && one.readUpTo < other.readUpTo)

/** What was read was marked as unread since. */
export const isRewound = (before: Read, after: Read): boolean => after.rewinds > before.rewinds

/** The server says how far the user has read. Messages come on a way of their own, so it may have counted more of them
 * than this tab knows of, or fewer: then all of the others count as unread. */
export function readMoved<T extends Held>(held: T, position: ReadPosition): T {
  if (isOlder(position, held)) return held
  const { readUpTo, unread, mentions, head, rewinds } = position
  const notCounted = Math.max(held.head - head, 0)
  return {
    ...held,
    head: Math.max(held.head, head),
    readUpTo,
    unread: capped(unread + notCounted),
    mentions,
    rewinds,
  }
}

/** The count misses the messages above the head that it goes with: some of them may be the user's own. */
export const countsTooFew = (held: Held, position: ReadPosition): boolean =>
  !isOlder(position, held) && held.head > position.head

/** The user has read up to here in this tab. */
export function readTo<T extends Held>(held: T, sequence: number, shown: Shown | undefined, recipient: Recipient): T {
  const readUpTo = Math.min(sequence, held.head)
  if (readUpTo <= held.readUpTo) return held
  if (readUpTo >= held.head) return { ...held, readUpTo, unread: 0, mentions: 0 }
  const above = (shown?.messages ?? []).filter((message) => message.sequence > readUpTo && counts(message, recipient))
  const covered = shown && shown.first <= readUpTo + 1 && shown.last >= held.head
  const unread = covered ? above.length : Math.min(held.unread, held.head - readUpTo)
  const mentions = covered
    ? above.filter((message) => !message.erased && calls(message.mentions, recipient.me)).length
    : Math.min(held.mentions, unread)
  return { ...held, readUpTo, unread: capped(unread), mentions: capped(mentions) }
}

/** The server's inbox, and on top of it what this tab knows better: what came meanwhile, and how far the user has read
 * already, which the server may not have heard when it answered. */
export function fromSnapshot(
  snapshot: InboxSnapshot,
  meanwhile: readonly Entry[],
  readAlready: ReadonlyMap<string, Read>,
  recipient: Recipient,
): Held[] {
  return [...roomsIn(snapshot), ...directsIn(snapshot)].map((conversation: Held) => {
    const later = meanwhile.filter((entry) => entry.conversation === conversation.conversation)
    const counted = later.reduce((held, entry) => told(held, entry, recipient), conversation)
    const read = readAlready.get(conversation.conversation)
    return read?.rewinds === counted.rewinds ? readTo(counted, read.readUpTo, allOf(later), recipient) : counted
  })
}

/** The rooms' conversations of a snapshot: none has the name of a sealed one. */
export const roomsIn = ({ conversations }: InboxSnapshot): InboxConversation[] =>
  conversations.filter(({ conversation }) => !isDirectKey(conversation))

/** The directs of a snapshot, as this tab calls them. */
export const directsIn = ({ directs }: InboxSnapshot): DirectHeld[] =>
  directs.map((direct) => ({ ...direct, conversation: directKey(direct.conversation), mentions: 0 }))

function allOf(entries: readonly Entry[]): Shown | undefined {
  const [first, last] = [entries[0], entries.at(-1)]
  if (!first || !last) return undefined
  return {
    messages: entries.filter((entry): entry is ChatMessage => !isChange(entry)),
    first: first.sequence,
    last: last.sequence,
  }
}
