import type { DirectConversation, Profile, Refusal } from '../contract'
import type { ConversationView } from './messagesView'

/**
 * Whether this browser can read direct messages. `unknown`: not found out yet; `making`: it becomes the identity's first device; `elsewhere`:
 * the identity has devices, and this is none of them; `removed`: it was one, until another one removed it; `denied`: this browser keeps no keys
 * (private mode, full disk); `broken`: the server shows other devices of the own identity than before; `replaced`: it shows another identity in
 * the place of the own one, as after starting over in another browser.
 */
export type OwnKeys = 'unknown' | 'making' | 'ready' | 'elsewhere' | 'removed' | 'denied' | 'broken' | 'replaced'

/** Why nothing can be written to somebody now, though it can be read. */
export type NotWritable =
  /** Not found out yet. */
  | 'unknown'
  /** They have not opened ChatMux since keys are made: they have none. */
  | 'noKeys'
  /** No friends (any more). */
  | 'notFriends'
  /** Another identity is behind the account now; one has to take notice first. */
  | 'identityChanged'
  /** The server shows other devices of theirs than it did: nothing it says of them can be relied on. */
  | 'broken'

/** What one can know of how a conversation is protected. */
export interface Protection {
  /** Undefined when one may write. */
  notWritable: NotWritable | undefined
  /** What the two read to each other: twelve groups of five digits; undefined while the keys of either are not known. */
  safetyNumber: readonly string[] | undefined
  /** Whether the number was compared, as this browser was told. */
  verified: boolean
  /** Names nobody but the two: on how many of their devices they can read it. */
  devices: { own: number; theirs: number }
}

/** What is wrong with a message, so that nobody takes it for what it may not be. */
export type Doubt =
  /** It cannot be opened here, or is not signed by its sender. */
  | 'unreadable'
  /** It is empty, as of an account that is gone; and that account is there. */
  | 'emptied'
  /** The same message stands elsewhere, too. */
  | 'repeated'
  /** Something else stood at this place before. */
  | 'replaced'
  /** Something that its sender wrote before it is missing. */
  | 'missingBefore'
  /** Of the end: something stood after it that this browser has seen, or that the server says there is. */
  | 'missingAfter'
  /** Something that was done after it, to it or to others, is missing where all that was done was asked for. */
  | 'changeMissing'
  /** Its sender wrote it before something that stands above it. */
  | 'outOfOrder'
  /** It is of a device that its owner has removed. */
  | 'removedDevice'

/** What has the number of the end of a conversation, which is after every other one. */
export const AtEnd = Infinity

/** Direct messages: sealed for the two, and read by nobody else. */
export interface DirectsView {
  /** Whether this browser can read them. */
  keys(): OwnKeys
  /** The conversations in which something was written, with live unread counts, in no order. */
  conversations(): DirectConversation[]
  /** The one with this person. */
  find(user: string): DirectConversation | undefined
  /** Of everything that waits. */
  unread(user: string): number
  /** Opens the conversation with this person, which begins a visit. Undefined as long as `keys` is not `ready`. */
  open(user: string): ConversationView | undefined
  /** Whoever it is: a friend, or somebody who was one. */
  profile(user: string): Profile | undefined
  protection(user: string): Protection
  /** The number was compared, or no longer counts as compared. */
  setVerified(user: string, verified: boolean): Promise<void>
  /** One knows that another identity is behind the account now. */
  acceptIdentity(user: string): Promise<void>
  /** Tries again what did not work out: making or proving keys, following the chain of this person. Says why it did not. */
  retry(user?: string): Promise<Refusal | undefined>
}
