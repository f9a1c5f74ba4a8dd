import { createRoot, createSignal, getOwner, untrack } from 'solid-js'
import type { ChatMessage, MessageChange, Profile } from '../contract'
import { type Conversation, createConversation } from './conversation'
import type { Desk } from './desk'
import type { InboxStore } from './inboxStore'
import { isDirectKey } from './directKey'
import type { Doubt } from './directsView'
import type { KeyNews } from './keyNews'
import { forgetTexts, type KeptTexts, keepTexts } from './keptTexts'
import type { MessagesView } from './messagesView'

export interface MessagesStore extends MessagesView {
  posted(message: ChatMessage): void
  changed(change: MessageChange): void
  /** What this author wrote in the conversation is gone. */
  erased(conversation: string, author: string): void
  position(conversation: string, head: number): void
  typing(conversation: string, user: string): void
  /** Somebody else does not belong to the conversation any more. */
  memberLeft(conversation: string, user: string): void
  /** The user does not belong to the conversation any more. */
  left(conversation: string): void
  /** A socket is attached and the inbox is known. Undefined when nothing has to be caught up with. */
  attached(): Promise<void> | undefined
  socketEnded(refused: boolean): void
  catchUp(): Promise<void>
  /** Holds a conversation that has messages which a reload left unsent, and sends them. */
  hold(conversation: string): void
  /** Somebody else is here now, or nobody. */
  reset(): void
}

/** What a sealed conversation works with. */
export interface SealedDesk {
  desk: Desk
  kept: KeptTexts
  doubt(sequence: number): Doubt | undefined
  keyNews(previous: number, sequence: number): readonly KeyNews[]
  profileOf(user: string): Profile | undefined
}

export interface MessagesDeps {
  desk: Desk
  /** Undefined for what the server can read. */
  sealed(conversation: string): SealedDesk | undefined
  inbox: InboxStore
  storage: Storage
  messageLength(): number
  profileOf(user: string): Profile | undefined
  looking(): boolean
}

const concerns = ({ author, act }: ChatMessage, me: string | undefined): boolean =>
  act?.whom?.id === me || (act?.kind === 'handedOver' && author.id === me)

export function createMessagesStore(deps: MessagesDeps): MessagesStore {
  const { desk, inbox, storage } = deps
  const owner = getOwner()
  const [timesLeft, setTimesLeft] = createSignal<ReadonlyMap<string, number>>(new Map())
  const conversations = new Map<string, Conversation & { end(): void }>()

  function conversation(id: string): Conversation {
    const known = conversations.get(id)
    if (known) return known
    // It outlives the view that asked for it.
    const created = createRoot((end) => {
      const own = isDirectKey(id) ? deps.sealed(id) : { kept: keepTexts(storage, desk.me()?.id ?? '') }
      if (!own) throw new Error('a sealed conversation that cannot be opened here')
      return { ...createConversation(id, { ...deps, ...own, delivered: posted }), end }
    }, owner)
    conversations.set(id, created)
    return created
  }

  function posted(message: ChatMessage) {
    conversations.get(message.conversation)?.posted(message)
    inbox.told(message)
    // What one is in a room, and whether one may write there, is in the inbox.
    if (message.act && concerns(message, desk.me()?.id)) void inbox.refresh()
  }

  function changed(change: MessageChange) {
    conversations.get(change.conversation)?.changed(change)
    inbox.told(change)
  }

  const all = () => [...conversations.values()]

  return {
    open: (id) =>
      untrack(() => {
        const opened = conversation(id)
        opened.visit()
        return opened.view
      }),
    timesLeft: (id) => timesLeft().get(id) ?? 0,
    posted,
    changed,
    position(id, head) {
      conversations.get(id)?.position(head)
      inbox.position(id, head)
    },
    erased(id, author) {
      conversations.get(id)?.erased(author)
      inbox.erased(id)
    },
    typing: (id, user) => conversations.get(id)?.typing(user),
    memberLeft: (id, user) => conversations.get(id)?.memberLeft(user),
    left(id) {
      conversations.get(id)?.left()
      conversations.get(id)?.end()
      conversations.delete(id)
      setTimesLeft(new Map(timesLeft()).set(id, (timesLeft().get(id) ?? 0) + 1))
      inbox.left(id)
    },
    attached() {
      forgetTexts(storage, desk.me()?.id)
      // Those that nobody has opened may have messages that a reload left unsent.
      for (const { conversation: id } of inbox.conversations()) conversation(id)
      const waiting = all().filter((opened) => opened.opened())
      const work = all().map((opened) => opened.attached())
      return waiting.length > 0 ? Promise.all(work).then(() => {}) : undefined
    },
    socketEnded: (refused) => all().forEach((opened) => opened.socketEnded(refused)),
    catchUp: () => Promise.all(all().map((opened) => opened.catchUp())).then(() => {}),
    hold(id) {
      const held = conversation(id)
      if (desk.attached()) void held.attached()
    },
    reset() {
      for (const opened of all()) opened.end()
      conversations.clear()
    },
  }
}
