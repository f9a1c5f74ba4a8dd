import { batch, createMemo, createSignal } from 'solid-js'
import { refusalOf } from '../connections/calls'
import type { ChatMessage, MessageChange, Profile, Quote } from '../contract'
import { createChanges } from './changes'
import type { Desk } from './desk'
import { AtEnd, type Doubt } from './directsView'
import type { KeyNews } from './keyNews'
import { counts, isOthers, quoteOf } from './entry'
import { createHistory } from './history'
import type { InboxStore } from './inboxStore'
import type { KeptTexts } from './keptTexts'
import type { ConversationView } from './messagesView'
import { createSender } from './sender'
import { createTyping } from './typing'
import { hasVisibleText } from './visibleText'
import { firstOf, isElsewhere } from './window'

/** One conversation: what it shows, and what happens to it. */
export interface Conversation {
  view: ConversationView
  /** Whether somebody has looked at it: then its messages are held. */
  opened(): boolean
  visit(): void
  /** A socket is attached and the inbox is known. Resolves when what was missed is there. */
  attached(): Promise<void>
  socketEnded(refused: boolean): void
  posted(message: ChatMessage): void
  /** A message was edited or deleted, or somebody reacted to it. */
  changed(change: MessageChange): void
  /** What this author wrote is gone. */
  erased(author: string): void
  position(head: number): void
  typing(user: string): void
  memberLeft(user: string): void
  catchUp(): Promise<void>
  /** The user does not belong to it any more. */
  left(): void
}

export interface ConversationDeps {
  desk: Desk
  kept: KeptTexts
  inbox: InboxStore
  messageLength(): number
  profileOf(user: string): Profile | undefined
  looking(): boolean
  /** What is wrong with a sealed message, or with the end of all. */
  doubt?(sequence: number): Doubt | undefined
  /** What became of the devices of the two between two messages. */
  keyNews?(previous: number, sequence: number): readonly KeyNews[]
  /** An own message is on disk: for everyone in this tab it is as if it had been announced. */
  delivered(message: ChatMessage): void
}

export function createConversation(id: string, deps: ConversationDeps): Conversation {
  const { desk, kept, inbox } = deps
  const history = createHistory(desk, id, (window) => {
    sender.settle(window.last, window.messages)
    const repliedTo = window.messages.find(({ sequence }) => sequence === replyTo()?.sequence)
    if (repliedTo?.deleted || repliedTo?.erased) setReplyTo(undefined)
  })
  const sender = createSender(desk, kept, id, deps.delivered)
  const typing = createTyping(desk, id, deps.profileOf)
  const changes = createChanges(desk, id, deps.messageLength)
  const [draft, setDraft] = createSignal(kept.readDraft(id))
  const [replyTo, setReplyTo] = createSignal<Quote>()
  // The last message that was read when this visit began; undefined when nothing was unread.
  const [readBefore, setReadBefore] = createSignal<number>()
  /** What was deleted while this tab knew of the conversation: messages by their number, and authors. */
  const [gone, setGone] = createSignal<ReadonlySet<number | string>>(new Set())
  let visitBegins = false
  let wantsToOpen = false

  const messages = () => (history.window()?.messages ?? []) as ChatMessage[]

  /** What is unread begins above this number. */
  const readLine = () => inbox.heldBack(id) ?? readBefore()

  const firstUnread = createMemo(() => {
    const [window, line] = [history.window(), readLine()]
    if (!window || line === undefined || (window.hasOlder && firstOf(window) > line + 1)) return undefined
    return window.messages.find((message) => message.sequence > line && counts(message, desk.recipient()))?.sequence
  })

  /** A visit begins when it is known what is unread. */
  function beginVisit() {
    const known = inbox.find(id)
    if (visitBegins && known) {
      visitBegins = false
      setReadBefore(known.unread > 0 ? known.readUpTo : undefined)
    }
    if (!wantsToOpen || (!known && !desk.attached())) return
    wantsToOpen = false
    history.open(known && known.unread > 0 ? known.readUpTo + 1 : Infinity, known?.head ?? 0)
  }

  /** What was written while nobody could hear of it is new to whoever had read everything before. */
  function markWhatCame() {
    const known = inbox.find(id)
    if (history.opened() && known && known.unread > 0 && known.readUpTo > (readBefore() ?? -1))
      setReadBefore(known.readUpTo)
  }

  const view: ConversationView = {
    ...changes,
    messages,
    outbox: sender.outbox,
    hasNewer: () => {
      const window = history.window()
      return window !== undefined && isElsewhere(window)
    },
    hasOlder: () => history.window()?.hasOlder ?? false,
    loading: () => history.loading() ?? (history.window() || history.loadFailed() ? undefined : 'first'),
    loadFailed: history.loadFailed,
    typing: typing.others,
    firstUnread,
    send(text) {
      if (!hasVisibleText(text)) return refusalOf('emptyMessage')
      if (text.length > deps.messageLength()) return refusalOf('messageTooLong')
      typing.sent()
      sender.send(text, replyTo())
      setReplyTo(undefined)
      return undefined
    },
    retry: sender.retry,
    discard: sender.discard,
    loadOlder: history.loadOlder,
    loadNewer: history.loadNewer,
    goTo: history.goTo,
    goToTime: history.goToTime,
    search: (text, author, before) =>
      desk.call('SearchMessages', { conversation: id, text, author: author ?? null, before }),
    doubt: ({ sequence }) => deps.doubt?.(sequence),
    doubtAtEnd: () => deps.doubt?.(AtEnd),
    keyNews: (previous, message) => deps.keyNews?.(previous.sequence, message.sequence) ?? [],
    isGone({ sequence, author }) {
      const held = messages().find((message) => message.sequence === sequence)
      return gone().has(sequence) || gone().has(author.id) || held?.deleted === true || held?.erased === true
    },
    unreadAbove() {
      const [window, line] = [history.window(), readLine()]
      return window && line !== undefined && window.hasOlder && firstOf(window) > line + 1 ? line + 1 : undefined
    },
    follow: history.follow,
    loadNewest: history.loadNewest,
    noteTyping: typing.note,
    markRead(sequence) {
      const window = history.window()
      inbox.markRead(id, sequence, window && { ...window, first: firstOf(window) })
    },
    markUnread: ({ sequence }) => inbox.markUnread(id, sequence),
    draft,
    setDraft(text) {
      setDraft(text)
      kept.writeDraft(id, text)
    },
    replyTo,
    setReplyTo: (message) => setReplyTo(message && quoteOf(message)),
  }

  return {
    view,
    opened: () => history.opened() || wantsToOpen,
    visit() {
      inbox.visited(id)
      visitBegins = true
      wantsToOpen = !history.opened()
      beginVisit()
    },
    attached() {
      beginVisit()
      markWhatCame()
      sender.resume()
      return history.catchUp()
    },
    socketEnded: sender.socketEnded,
    posted(message) {
      batch(() => {
        const others = isOthers(message, desk.me()?.id)
        const fresh = message.sequence > (history.window()?.upTo ?? 0)
        const unread = counts(message, desk.recipient())
        if (unread && fresh && !deps.looking() && inbox.find(id)?.unread === 0) setReadBefore(message.sequence - 1)
        if (!message.act) typing.finished(message.author.id)
        if (!others) sender.echoed(message)
        history.told(message)
        sender.settle(history.opened() ? (history.window()?.last ?? 0) : Infinity, [])
      })
    },
    changed(change) {
      history.told(change)
      if (change.kind !== 'deleted') return
      setGone(new Set([...gone(), change.target]))
      if (change.target === replyTo()?.sequence) setReplyTo(undefined)
    },
    erased(author) {
      setGone(new Set([...gone(), author]))
      history.erased(author)
    },
    position: history.position,
    typing: typing.heard,
    memberLeft: typing.finished,
    catchUp: history.catchUp,
    left: sender.left,
  }
}
