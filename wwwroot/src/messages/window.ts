import type { ChatMessage, MessageChange, MessagePage, Profile } from '../contract'
import { applyChange, type Entry, isChange, quoteOf } from './entry'

/** The part of a conversation that this tab holds: consecutive messages, as they are after every change up to `upTo`. */
export interface Window {
  messages: readonly ChatMessage[]
  /** All messages up to this number are in it, from the first one on. */
  last: number
  /** Everything up to this number was heard. Above `last` when what follows is not held: the reader is elsewhere. */
  upTo: number
  hasOlder: boolean
  /** Messages and changes that came before those in front of them. */
  early: readonly Entry[]
  /** The greatest number that is known to exist. */
  head: number
  /** All changes above `recentFrom`: a page that is on its way may be from before them. */
  recent: readonly MessageChange[]
  recentFrom: number
}

/** Whoever missed more than this wants the newest, not the way there. */
export const MissingAtMost = 300
const EarlyAtMost = 300
const RecentAtMost = 100
// As many elements as a browser scrolls and measures without effort.
const HeldAtMost = 500
const HeldAfterTrim = 400

export const firstOf = (window: Window): number => window.messages[0]?.sequence ?? window.last + 1

export const isBehind = (window: Window): boolean => window.head > window.upTo

export const isFarBehind = (window: Window, head = window.head): boolean => head - window.upTo > MissingAtMost

/** Whether there are newer messages than those held, which are fetched when the reader comes down to them. */
export const isElsewhere = (window: Window): boolean => window.last < window.upTo

/** Begins with the newest page; what came early meanwhile follows it. */
export const fromNewest = (page: MessagePage, early: readonly Entry[]): Window =>
  begin(page, page.last, page.last, early)

/** Begins anywhere, with a page that was read before `before`. */
export const around = (page: MessagePage, before: number, early: readonly Entry[]): Window =>
  begin(page, Math.min(before - 1, page.head), page.head, early)

/** What was heard after a page was read that comes only now. */
export const heardSince = (window: Window, page: MessagePage): readonly Entry[] =>
  [...window.messages, ...window.recent, ...window.early]
    .filter(({ sequence }) => sequence > page.head)
    .toSorted(inOrder)

function begin({ messages, hasOlder, head }: MessagePage, last: number, upTo: number, early: readonly Entry[]): Window {
  const known = Math.max(upTo, head)
  const window = { messages, last, upTo, hasOlder, early: [], head: known, recent: [], recentFrom: upTo }
  return early.reduce(post, window)
}

/** A message or a change was announced. Known ones change nothing; one that leaves a gap waits. */
export function post(window: Window, entry: Entry): Window {
  if (entry.sequence <= window.upTo)
    return isAnother(window, entry) ? post(goBack(window, entry.sequence - 1), entry) : window
  const head = Math.max(window.head, entry.sequence)
  if (entry.sequence === window.upTo + 1) return absorb({ ...window, head }, [entry], entry.sequence)
  if (window.early.some((held) => held.sequence === entry.sequence)) return window
  return { ...window, head, early: [...window.early, entry].slice(-EarlyAtMost) }
}

/** Whether something else stood under its number: as after a backup that was restored, in which what came later is not. */
function isAnother(window: Window, entry: Entry): boolean {
  if (isChange(entry) || entry.sequence < firstOf(window) || entry.sequence > window.last) return false
  const held = window.messages.find(({ sequence }) => sequence === entry.sequence)
  // The same one may have come under another id, and has the time at which the server took it.
  return !held || (held.id !== entry.id && held.sentAtMs !== entry.sentAtMs)
}

function goBack(window: Window, to: number): Window {
  const isKept = ({ sequence }: Entry) => sequence <= to
  const [messages, recent] = [window.messages.filter(isKept), window.recent.filter(isKept)]
  return { ...window, messages, last: to, upTo: to, head: to, early: [], recent }
}

export function learnHead(window: Window, head: number): Window {
  return head > window.head ? { ...window, head } : window
}

/** Adds a page that was read after `after`, up to which everything was heard then. Undefined when it has nothing new
 * although there is more: begin anew. */
export function append(window: Window, page: MessagePage, after: number): Window | undefined {
  if (after > window.upTo) return window
  if (page.last <= window.upTo) return page.head <= window.upTo ? window : undefined
  const fresh = [...page.messages, ...page.changes].filter((entry) => entry.sequence > window.upTo)
  return absorb({ ...window, head: Math.max(window.head, page.head) }, fresh.toSorted(inOrder), page.last)
}

/** Adds a page that was read before `before`. One that does not join on, or that is older than the changes that are
 * remembered, is of no use any more. */
export function prepend(window: Window, page: MessagePage, before: number): Window {
  if (before !== firstOf(window) || page.head < window.recentFrom) return window
  const messages = [...upToDate(window, page.messages), ...window.messages]
  return letNewestGo({ ...window, messages, hasOlder: page.hasOlder }, HeldAfterTrim)
}

/** Adds a page that was read after `after` for a reader who is elsewhere and comes down. */
export function extend(window: Window, page: MessagePage, after: number): Window {
  if (!isElsewhere(window) || after !== window.last || page.head < window.recentFrom) return window
  const messages = [...window.messages, ...upToDate(window, page.messages)]
  const last = Math.min(page.last, window.upTo)
  const extended = { ...window, messages: messages.filter(({ sequence }) => sequence <= last), last }
  return trim(isElsewhere(extended) ? extended : (append(extended, page, after) ?? extended))
}

/** The messages that are held were read anew: `fresh` are those from `from` on, as they are after everything up to `head`. */
export function renew(window: Window, fresh: readonly ChatMessage[], from: number, head: number): Window {
  if (firstOf(window) < from || head <= window.upTo) return window
  const known = new Map(fresh.map((message) => [message.sequence, message]))
  const messages = window.messages.map((message) => known.get(message.sequence) ?? message)
  const renewed = { ...window, messages, upTo: head, recent: [], recentFrom: head, early: [] }
  return window.early.toSorted(inOrder).reduce(post, { ...renewed, head: Math.max(window.head, head) })
}

// What was changed after the page was read, and before it came.
const upToDate = (window: Window, messages: readonly ChatMessage[]) => window.recent.reduce(applyChange, messages)

/** Somebody's account was removed with what they wrote: their messages keep their places, and nothing else. */
export function eraseAuthor(window: Window, user: string): Window {
  const erase = (message: ChatMessage): ChatMessage => {
    const { author, replyTo, act } = message
    // An act stays one; the names go out of it.
    if (act)
      return { ...message, author: without(author, user), act: { ...act, whom: act.whom && without(act.whom, user) } }
    if (author.id === user) return { ...message, ...nothing, author: nameless(author) }
    return replyTo?.author.id === user
      ? { ...message, replyTo: { ...replyTo, text: '', author: nameless(replyTo.author) } }
      : message
  }
  const eraseChange = (change: MessageChange): MessageChange =>
    change.by === user && change.kind === 'edited' ? { ...change, text: '' } : change
  const eraseEntry = (entry: Entry): Entry => (isChange(entry) ? eraseChange(entry) : erase(entry))
  return {
    ...window,
    messages: window.messages.map(erase),
    early: window.early.map(eraseEntry),
    recent: window.recent.map(eraseChange),
  }
}

const nothing = { text: '', erased: true, replyTo: null, editedAtMs: null, deleted: false, reactions: [] }
const without = (person: Profile, user: string): Profile => (person.id === user ? nameless(person) : person)

const nameless = (author: Profile): Profile => ({ ...author, name: '', handle: null, picture: null })

/** Lets the oldest go when there are very many. For whoever looks at the newest. */
export function trim(window: Window): Window {
  return window.messages.length > HeldAtMost ? keepNewest(window, HeldAfterTrim) : window
}

/** For whoever reads above: what does not fit any more is fetched when the reader comes down. */
export const keepPlace = (window: Window): Window => letNewestGo(window, HeldAtMost)

export function keepNewest(window: Window, count: number): Window {
  if (window.messages.length <= count) return window
  return { ...window, messages: window.messages.slice(-count), hasOlder: true }
}

function letNewestGo(window: Window, count: number): Window {
  const gone = window.messages[count]
  if (!gone || window.messages.length <= HeldAtMost) return window
  return { ...window, messages: window.messages.slice(0, count), last: gone.sequence - 1 }
}

const inOrder = (one: Entry, other: Entry) => one.sequence - other.sequence

/** Takes in what follows `upTo`, which is everything up to `to`, and what waited for it. */
function absorb(window: Window, fresh: readonly Entry[], to: number): Window {
  const added = [...fresh]
  let upTo = to
  for (const entry of window.early.toSorted(inOrder)) {
    if (entry.sequence !== upTo + 1) continue
    added.push(entry)
    upTo = entry.sequence
  }
  const recent = [...window.recent, ...added.filter(isChange)]
  const elsewhere = isElsewhere(window)
  return {
    ...window,
    messages: (elsewhere ? added.filter(isChange) : added).reduce(take, window.messages),
    last: elsewhere ? window.last : upTo,
    upTo,
    head: Math.max(window.head, upTo),
    early: window.early.filter((entry) => entry.sequence > upTo),
    recent: recent.slice(-RecentAtMost),
    recentFrom: recent.at(-RecentAtMost - 1)?.sequence ?? window.recentFrom,
  }
}

const take = (messages: readonly ChatMessage[], entry: Entry): readonly ChatMessage[] =>
  isChange(entry) ? applyChange(messages, entry) : [...messages, withQuote(messages, entry)]

/** The quote of an own message is of the moment when its author began to reply. */
function withQuote(messages: readonly ChatMessage[], message: ChatMessage): ChatMessage {
  const repliedTo = message.replyTo && messages.find(({ sequence }) => sequence === message.replyTo?.sequence)
  return repliedTo ? { ...message, replyTo: quoteOf(repliedTo) } : message
}
