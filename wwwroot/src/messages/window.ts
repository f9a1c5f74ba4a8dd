import type { ChatMessage, MessagePage } from '../contract'

/** The part of a conversation that this tab holds: consecutive messages up to `last`, never with a hole. */
export interface Window {
  messages: readonly ChatMessage[]
  last: number
  hasOlder: boolean
  /** Messages that came before those in front of them. */
  early: readonly ChatMessage[]
  /** The greatest number that is known to exist. */
  head: number
}

/** Whoever missed more than this wants the newest, not the way there. */
export const MissingAtMost = 300
const EarlyAtMost = 300
const HeldAtMost = 1_000
const HeldAfterTrim = 800

export const firstOf = (window: Window): number => window.messages[0]?.sequence ?? window.last + 1

export const isBehind = (window: Window): boolean => window.head > window.last

export const isFarBehind = (window: Window, head = window.head): boolean => head - window.last > MissingAtMost

/** Begins with the newest page; what came early meanwhile follows it. */
export function fromNewest(page: MessagePage, early: readonly ChatMessage[]): Window {
  // An empty page has nothing up to any number: what there is then was written after it.
  const last = page.messages.at(-1)?.sequence ?? 0
  const window = { messages: page.messages, last, hasOlder: page.hasOlder, early: [], head: Math.max(last, page.head) }
  return early.reduce(post, window)
}

/** A message was announced. Known ones change nothing; one that leaves a gap waits. */
export function post(window: Window, message: ChatMessage): Window {
  if (message.sequence <= window.last) return window
  const head = Math.max(window.head, message.sequence)
  if (message.sequence === window.last + 1) return absorb({ ...window, head }, [message])
  if (window.early.some((held) => held.sequence === message.sequence)) return window
  return { ...window, head, early: [...window.early, message].slice(-EarlyAtMost) }
}

export function learnHead(window: Window, head: number): Window {
  return head > window.head ? { ...window, head } : window
}

/** Adds a page that was read after the last message. Undefined when the page does not join on: begin anew. */
export function append(window: Window, page: MessagePage): Window | undefined {
  const fresh = page.messages.filter((message) => message.sequence > window.last)
  const joins = fresh.length > 0 ? fresh[0]?.sequence === window.last + 1 : page.head <= window.last
  return joins ? absorb({ ...window, head: Math.max(window.head, page.head) }, fresh) : undefined
}

/** Adds a page that was read before the first message. A page that does not join on is of no use any more. */
export function prepend(window: Window, page: MessagePage): Window {
  const last = page.messages.at(-1)
  if (!last) return { ...window, hasOlder: page.hasOlder }
  if (last.sequence !== firstOf(window) - 1) return window
  return { ...window, messages: [...page.messages, ...window.messages], hasOlder: page.hasOlder }
}

/** Somebody's account was removed with what they wrote: their messages keep their places, and nothing else. */
export function eraseAuthor(window: Window, author: string): Window {
  const erase = (message: ChatMessage): ChatMessage =>
    message.author.id === author
      ? { ...message, text: '', erased: true, author: { ...message.author, name: '', handle: null, picture: null } }
      : message
  return { ...window, messages: window.messages.map(erase), early: window.early.map(erase) }
}

/** Forgets the oldest when there are very many. For whoever looks at the newest. */
export function trim(window: Window): Window {
  return window.messages.length > HeldAtMost ? keepNewest(window, HeldAfterTrim) : window
}

export function keepNewest(window: Window, count: number): Window {
  if (window.messages.length <= count) return window
  return { ...window, messages: window.messages.slice(-count), hasOlder: true }
}

function absorb(window: Window, fresh: readonly ChatMessage[]): Window {
  const added = [...fresh]
  let last = added.at(-1)?.sequence ?? window.last
  const waiting = window.early.filter((message) => message.sequence > last)
  for (const message of waiting.toSorted((one, other) => one.sequence - other.sequence)) {
    if (message.sequence !== last + 1) continue
    added.push(message)
    last = message.sequence
  }
  return {
    ...window,
    messages: added.length > 0 ? [...window.messages, ...added] : window.messages,
    last,
    head: Math.max(window.head, last),
    early: waiting.filter((message) => message.sequence > last),
  }
}
