import type { ChatMessage, MessageChange, MessagePage, Profile } from '../contract'
import { applyChange, type Entry, isChange } from './entry'

/** The part of a conversation that this tab holds: consecutive messages, as they are after every change up to `last`. */
export interface Window {
  messages: readonly ChatMessage[]
  /** Everything up to this number is in it. Changes have numbers too, so those of messages are not consecutive. */
  last: number
  hasOlder: boolean
  /** Messages and changes that came before those in front of them. */
  early: readonly Entry[]
  /** The greatest number that is known to exist. */
  head: number
  /** All changes above `recentFrom`: a page of older messages that is on its way may be from before them. */
  recent: readonly MessageChange[]
  recentFrom: number
}

/** Whoever missed more than this wants the newest, not the way there. */
export const MissingAtMost = 300
const EarlyAtMost = 300
const RecentAtMost = 100
const HeldAtMost = 1_000
const HeldAfterTrim = 800

export const firstOf = (window: Window): number => window.messages[0]?.sequence ?? window.last + 1

export const isBehind = (window: Window): boolean => window.head > window.last

export const isFarBehind = (window: Window, head = window.head): boolean => head - window.last > MissingAtMost

/** Begins with the newest page; what came early meanwhile follows it. */
export function fromNewest(page: MessagePage, early: readonly Entry[]): Window {
  const { messages, last, hasOlder } = page
  const window = { messages, last, hasOlder, early: [], head: Math.max(last, page.head), recent: [], recentFrom: last }
  return early.reduce(post, window)
}

/** A message or a change was announced. Known ones change nothing; one that leaves a gap waits. */
export function post(window: Window, entry: Entry): Window {
  if (entry.sequence <= window.last) return window
  const head = Math.max(window.head, entry.sequence)
  if (entry.sequence === window.last + 1) return absorb({ ...window, head }, [entry], entry.sequence)
  if (window.early.some((held) => held.sequence === entry.sequence)) return window
  return { ...window, head, early: [...window.early, entry].slice(-EarlyAtMost) }
}

export function learnHead(window: Window, head: number): Window {
  return head > window.head ? { ...window, head } : window
}

/** Adds a page that was read after a number up to which everything was held. Undefined when it has nothing new although
 * there is more: begin anew. */
export function append(window: Window, page: MessagePage): Window | undefined {
  if (page.last <= window.last) return page.head <= window.last ? window : undefined
  const fresh = [...page.messages, ...page.changes].filter((entry) => entry.sequence > window.last)
  return absorb({ ...window, head: Math.max(window.head, page.head) }, fresh.toSorted(inOrder), page.last)
}

/** Adds a page that was read before `before`. One that does not join on, or that is older than the changes that are
 * remembered, is of no use any more. */
export function prepend(window: Window, page: MessagePage, before: number): Window {
  if (before !== firstOf(window) || page.head < window.recentFrom) return window
  // What was changed after the page was read, and before it came.
  const messages = window.recent.reduce(applyChange, page.messages)
  return { ...window, messages: [...messages, ...window.messages], hasOlder: page.hasOlder }
}

/** Somebody's account was removed with what they wrote: their messages keep their places, and nothing else. */
export function eraseAuthor(window: Window, user: string): Window {
  const erase = (message: ChatMessage): ChatMessage => {
    const { author, replyTo, act } = message
    // An act stays one; the names go out of it.
    if (act)
      return { ...message, author: without(author, user), act: { ...act, whom: act.whom && without(act.whom, user) } }
    if (author.id === user) return { ...message, text: '', erased: true, replyTo: null, author: nameless(author) }
    return replyTo?.author.id === user
      ? { ...message, replyTo: { ...replyTo, text: '', author: nameless(replyTo.author) } }
      : message
  }
  const eraseEntry = (entry: Entry): Entry => {
    if (!isChange(entry)) return erase(entry)
    return entry.by === user && entry.kind === 'edited' ? { ...entry, text: '' } : entry
  }
  return { ...window, messages: window.messages.map(erase), early: window.early.map(eraseEntry) }
}

const without = (person: Profile, user: string): Profile => (person.id === user ? nameless(person) : person)

const nameless = (author: Profile): Profile => ({ ...author, name: '', handle: null, picture: null })

/** Forgets the oldest when there are very many. For whoever looks at the newest. */
export function trim(window: Window): Window {
  return window.messages.length > HeldAtMost ? keepNewest(window, HeldAfterTrim) : window
}

export function keepNewest(window: Window, count: number): Window {
  if (window.messages.length <= count) return window
  return { ...window, messages: window.messages.slice(-count), hasOlder: true }
}

const inOrder = (one: Entry, other: Entry) => one.sequence - other.sequence

/** Takes in what follows `last`, which is everything up to `last` of the result, and what waited for it. */
function absorb(window: Window, fresh: readonly Entry[], upTo: number): Window {
  const added = [...fresh]
  let last = upTo
  for (const entry of window.early.toSorted(inOrder)) {
    if (entry.sequence !== last + 1) continue
    added.push(entry)
    last = entry.sequence
  }
  const recent = [...window.recent, ...added.filter(isChange)]
  return {
    ...window,
    messages: added.reduce(take, window.messages),
    last,
    head: Math.max(window.head, last),
    early: window.early.filter((entry) => entry.sequence > last),
    recent: recent.slice(-RecentAtMost),
    recentFrom: recent.at(-RecentAtMost - 1)?.sequence ?? window.recentFrom,
  }
}

const take = (messages: readonly ChatMessage[], entry: Entry): readonly ChatMessage[] =>
  isChange(entry) ? applyChange(messages, entry) : [...messages, entry]
