import type {
  ChatMessage,
  InboxConversation,
  Profile,
  Quote,
  Refusal,
  Result,
  SearchHit,
  SearchPage,
} from '../contract'
import type { Doubt } from './directsView'
import type { KeyNews } from './keyNews'
import type { Missed } from './missed'

/** The user's conversations with live unread counts. */
export interface InboxView {
  conversations(): InboxConversation[]
  /** Up to where something was read that was marked as unread since the last visit; undefined for nothing. */
  heldBack(conversation: string): number | undefined
  /** Hears every message that is announced for the first time, the user's own ones too. */
  listen(heard: (message: ChatMessage) => void): () => void
  /** Hears what came into which conversations while this tab could not hear of it, all at once. */
  listenMissed(heard: (missed: readonly Missed[]) => void): () => void
}

export interface MessagesView {
  /** For whoever is in. The same conversation gives the same view; every call begins a new visit (see `firstUnread`). */
  open(conversation: string): ConversationView
  /** How often the conversation was left: then the view of it is no longer the same. */
  timesLeft(conversation: string): number
}

/** What the user may do to a message that is there. Each says why it did not work. */
export interface ChangesView {
  edit(message: ChatMessage, text: string): Promise<Refusal | undefined>
  delete(message: ChatMessage): Promise<Refusal | undefined>
  react(message: ChatMessage, emoji: string, on: boolean): Promise<Refusal | undefined>
  /** The own message that is being edited, by its number, and what is written so far. */
  editing(): { message: number; text: string } | undefined
  setEditing(editing: { message: number; text: string } | undefined): void
}

export interface ConversationView extends ChangesView {
  /** Ascending and without holes. */
  messages(): ChatMessage[]
  /** Own messages that the server has not acknowledged yet, in the order of sending. */
  outbox(): OutboxMessage[]
  hasOlder(): boolean
  /** Whether there are newer messages than those here, because the reader went elsewhere. */
  hasNewer(): boolean
  loading(): 'first' | 'older' | 'newer' | 'elsewhere' | undefined
  loadFailed(): Refusal | undefined
  /** The others who are writing now. */
  typing(): Profile[]
  /** The number of the message above which the "new" line stands during this visit. */
  firstUnread(): number | undefined
  /** Queues a message, or says at once why it cannot be one. */
  send(text: string): Refusal | undefined
  retry(id: string): void
  discard(id: string): void
  loadOlder(): Promise<void>
  loadNewer(): Promise<void>
  /** Shows the messages around this number. Resolves with the number of that message, or of the next one; without one when
   * it could not be loaded. */
  goTo(message: number): Promise<number | undefined>
  /** The same for the first message at or after a time. */
  goToTime(atMs: number): Promise<number | undefined>
  /** What is unread begins with this number, and is further up than what is here. */
  unreadAbove(): number | undefined
  /** Messages by words and author, newest first; below a number to go on. */
  search(text: string, author: string | undefined, before: number | null): Promise<Result<SearchPage>>
  /** What is wrong with a sealed message; undefined when nothing is, and in a room. */
  doubt?(message: ChatMessage): Doubt | undefined
  /** The same with the end: something stood there that is gone. */
  doubtAtEnd?(): Doubt | undefined
  /** What became of the devices of the two between this message and the one shown above it; nothing in a room. */
  keyNews?(previous: ChatMessage, message: ChatMessage): readonly KeyNews[]
  /** Whether what was found has been deleted since. */
  isGone(hit: SearchHit): boolean
  /** Whether the newest message is in view. As long as it is not, the reader keeps everything that is held, and what is
   * far below is not fetched. */
  follow(newest: boolean): void
  /** Goes to the newest messages: forgets what is far above, loads again what failed to load. */
  loadNewest(): Promise<void>
  /** Tells the others that the user is writing, at most every three seconds. */
  noteTyping(): void
  /** The user has seen everything up to this number. */
  markRead(sequence: number): void
  /** This message and what follows it count as unread until the next visit. Says why it did not work. */
  markUnread(message: ChatMessage): Promise<Refusal | undefined>
  draft(): string
  setDraft(text: string): void
  /** What the next message replies to. */
  replyTo(): Quote | undefined
  setReplyTo(message: ChatMessage | undefined): void
}

export interface OutboxMessage {
  id: string
  text: string
  /** What it replies to. */
  replyTo?: Quote
  state: 'waiting' | 'sending' | 'failed'
  /** Why it failed or waits. */
  refusal?: Refusal
  createdMs: number
  retryAtMs?: number
}
