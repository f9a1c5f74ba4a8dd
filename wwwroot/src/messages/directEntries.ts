import { limits, type ChatMessage, type Mention, type MessageChange, type Profile, type Quote } from '../contract'
import type { SealedQuote } from '../keys/sealedBody'
import type { OpenedEntry } from './directOpener'
import { applyChange, type Entry, isChange, quoteText } from './entry'
import { expectedMentions, splitMentions } from './mentions'

/** Whom a sealed text calls: what the server says of rooms, the reader works out. Both know who they are. */
export function mentionsIn(text: string, people: readonly Profile[]): Mention[] {
  const called = splitMentions(text, expectedMentions(people)).flatMap(({ mention }) => mention ?? [])
  return [...new Map(called.map((mention) => [mention.name, mention])).values()].slice(0, limits.mentions)
}

export interface Writers {
  conversation: string
  /** Whoever has this account, as they are now. */
  profileOf(account: string): Profile
  people(): readonly Profile[]
  /** What stands under a number, if that was read. */
  find(sequence: number): OpenedEntry | undefined
  /** What was done to it, as far as that was read, in its order. */
  changesOf(sequence: number): readonly OpenedEntry[]
  /** The id under which this tab has sent it, where that is another one. */
  sentAs(messageId: string): string | undefined
}

/** An entry as the pages show it: a change is one as long as nothing is wrong with it, and what cannot be read has a place. */
export function toEntry(entry: OpenedEntry, writers: Writers): Entry {
  const body = entry.doubt ? undefined : entry.said?.body
  return body && body.kind !== 'message' ? toChange(entry, writers) : toMessage(entry, writers)
}

export const isMessage = (entry: OpenedEntry): boolean =>
  entry.doubt !== undefined || entry.said === undefined || entry.said.body.kind === 'message'

function toMessage(entry: OpenedEntry, writers: Writers): ChatMessage {
  const { conversation, profileOf, people, sentAs } = writers
  const { sequence, sentAtMs, erased, said } = entry
  const body = said?.body.kind === 'message' ? said.body : undefined
  const text = body?.text ?? ''
  const replyTo = body?.replyTo
  return {
    conversation,
    sequence,
    id: (said && (sentAs(said.header.messageId) ?? said.header.messageId)) ?? `unreadable-${sequence}`,
    author: erased ? nameless(entry.author) : profileOf(entry.author),
    sentAtMs,
    text,
    erased,
    version: 0,
    editedAtMs: null,
    deleted: false,
    deletedByModerator: false,
    reactions: [],
    replyTo: replyTo ? quoteFor(replyTo, writers) : null,
    mentions: mentionsIn(text, people()),
    act: null,
  }
}

/** What was replied to: itself where it was read, and otherwise as whoever replies says, of one of the two. */
function quoteFor({ sequence, id, author, text }: SealedQuote, writers: Writers): Quote | null {
  const { profileOf, people } = writers
  const there = writers.find(sequence)
  if (there) {
    const isMeant = there.said?.header.messageId === id && !there.doubt
    const now = isMeant ? textNow(there, writers.changesOf(sequence)) : undefined
    return now === undefined ? null : { sequence, author: profileOf(there.author), text: quoteText(now) }
  }
  const isOneOfThem = people().some((person) => person.id === author)
  return isOneOfThem ? { sequence, author: profileOf(author), text: quoteText(text) } : null
}

/** The text of a message after what was done to it; empty when it was deleted, undefined for what is no message. */
function textNow(message: OpenedEntry, changes: readonly OpenedEntry[]): string | undefined {
  let text = message.said?.body.kind === 'message' ? message.said.body.text : undefined
  for (const change of changes) {
    const body = concerns(change, message) ? change.said?.body : undefined
    if (body?.kind === 'edited') text = body.text
    if (body?.kind === 'deleted') return ''
  }
  return text
}

const nameless = (id: string): Profile => ({
  id,
  name: '',
  colour: '',
  guest: false,
  handle: null,
  status: '',
  picture: null,
})

const isMeant = (change: OpenedEntry, target: number, find: Writers['find']): boolean => {
  const there = find(target)
  return there !== undefined && concerns(change, there)
}

function toChange(entry: OpenedEntry, { conversation, people, find }: Writers): MessageChange {
  const body = entry.said?.body
  if (!body || body.kind === 'message') throw new RangeError('not a change')
  const text = body.kind === 'edited' ? body.text : null
  return {
    conversation,
    sequence: entry.sequence,
    // What it may not change, it does not: the number is taken, and nothing else.
    target: isMeant(entry, body.target.sequence, find) ? body.target.sequence : 0,
    by: entry.author,
    atMs: entry.sentAtMs,
    kind: body.kind,
    text,
    emoji: body.kind === 'reacted' ? body.emoji : null,
    on: body.kind === 'reacted' && body.on,
    mentions: text === null ? [] : mentionsIn(text, people()),
    before: [],
    author: null,
    byModerator: false,
  }
}

/** Whether a change is of this very message, by somebody who may: only its author edits and deletes. */
export function concerns(change: OpenedEntry, message: OpenedEntry): boolean {
  const [body, header] = [change.said?.body, message.said?.header]
  if (!body || body.kind === 'message' || message.said?.body.kind !== 'message') return false
  return body.target.id === header?.messageId && (body.kind === 'reacted' || change.author === message.author)
}

/** A message as it is after these changes. */
export function withChanges(message: OpenedEntry, changes: readonly OpenedEntry[], writers: Writers): ChatMessage {
  let held: readonly ChatMessage[] = [toMessage(message, writers)]
  for (const change of changes) {
    const entry = toEntry(change, writers)
    if (isChange(entry) && concerns(change, message)) held = applyChange(held, entry)
  }
  return held[0] as ChatMessage
}
