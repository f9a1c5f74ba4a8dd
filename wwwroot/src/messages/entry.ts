import type { ChatMessage, MessageChange, Quote } from '../contract'

/** What has a number in a conversation's order: a message, or what happened to one. */
export type Entry = ChatMessage | MessageChange

export const isChange = (entry: Entry): entry is MessageChange => 'target' in entry

/** Whether it is a message of somebody else; acts are nobody's. */
export const isOthers = (message: ChatMessage, me: string | undefined): boolean =>
  message.act === null && message.author.id !== me

/** Who reads, and whom they have blocked. */
export interface Recipient {
  me: string | undefined
  blocked(user: string): boolean
}

/** Whether it counts as unread. */
export const counts = (message: ChatMessage, { me, blocked }: Recipient): boolean =>
  isOthers(message, me) && !blocked(message.author.id)

const QuoteLength = 140

/** The messages after a change, and what replies to them with the quote as it is now. A message that was read with the
 * change in it stays as it is. Without the message nothing is lost: whoever reads it later reads it changed. */
export function applyChange(messages: readonly ChatMessage[], change: MessageChange): readonly ChatMessage[] {
  if (!messages.some((message) => concerns(message, change))) return messages
  return messages.map((message) => (concerns(message, change) ? changed(message, change) : message))
}

const concerns = (message: ChatMessage, change: MessageChange) =>
  (message.sequence === change.target && message.version < change.sequence && !message.erased) ||
  (message.replyTo?.sequence === change.target && change.kind !== 'reacted')

function changed(message: ChatMessage, change: MessageChange): ChatMessage {
  if (message.sequence !== change.target)
    return { ...message, replyTo: message.replyTo && quoteNow(message.replyTo, change) }
  const version = change.sequence
  switch (change.kind) {
    case 'edited':
      return { ...message, version, text: change.text ?? '', mentions: change.mentions, editedAtMs: change.atMs }
    case 'deleted':
      return {
        ...message,
        version,
        text: '',
        editedAtMs: null,
        deleted: true,
        deletedByModerator: change.byModerator,
        reactions: [],
        replyTo: null,
        mentions: [],
      }
    case 'reacted':
      return { ...message, version, reactions: react(message.reactions, change.emoji ?? '', change.by, change.on) }
  }
}

const quoteNow = (quote: Quote, change: MessageChange): Quote => ({ ...quote, text: quoteText(change.text ?? '') })

/** The beginning of a message for one that replies to it. */
export const quoteOf = ({ sequence, author, text }: ChatMessage): Quote => ({ sequence, author, text: quoteText(text) })

// Never between the two halves of a character. As the server shortens it.
export function quoteText(text: string): string {
  if (text.length <= QuoteLength) return text
  const split = /[\uD800-\uDBFF]/.test(text[QuoteLength - 1] ?? '')
  return `${text.slice(0, split ? QuoteLength - 1 : QuoteLength)}…`
}

function react(
  reactions: ChatMessage['reactions'],
  emoji: string,
  user: string,
  on: boolean,
): ChatMessage['reactions'] {
  const known = reactions.find((reaction) => reaction.emoji === emoji)
  if (!known) return on ? [...reactions, { emoji, users: [user] }] : reactions
  const others = known.users.filter((other) => other !== user)
  if (on && others.length < known.users.length) return reactions
  const users = on ? [...known.users, user] : others
  return users.length === 0
    ? reactions.filter((reaction) => reaction !== known)
    : reactions.map((reaction) => (reaction === known ? { emoji, users } : reaction))
}
