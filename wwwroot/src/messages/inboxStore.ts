import { createSignal } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import { type Cancel, createPause } from '../clock'
import { backoff } from '../connections/backoff'
import type { ChatMessage, InboxConversation, InboxSnapshot, NoticeLevel, ReadPosition, Refusal } from '../contract'
import type { Desk } from './desk'
import { directKey, isDirectKey, wireId } from './directKey'
import { type Entry, isChange } from './entry'
import * as rules from './inbox'
import { type DirectHeld, type Held, isDirect } from './inbox'
import type { InboxView } from './messagesView'
import { type Missed, missedIn } from './missed'

// Scrolling through many messages is one move of the cursor.
const TellReadAfterMs = 300

export interface InboxStore extends InboxView {
  find(conversation: string): Held | undefined
  /** Those with one other person. */
  directs(): DirectHeld[]
  /** The inbox as it is when a socket is attached, counted with others blocked than before or not. */
  snapshot(snapshot: InboxSnapshot, othersBlocked: boolean): void
  /** A message or a change was announced. */
  told(entry: Entry): void
  position(conversation: string, head: number): void
  /** What an author wrote is gone: it calls nobody any more. */
  erased(conversation: string): void
  readMoved(position: ReadPosition): void
  joined(conversation: InboxConversation): void
  left(conversation: string): void
  markRead(conversation: string, sequence: number, shown: rules.Shown | undefined): void
  /** Moves the cursor back to before a message. It stays there until the conversation is visited anew. */
  markUnread(conversation: string, message: number): Promise<Refusal | undefined>
  /** Up to where something was read that was marked as unread since the last visit. */
  heldBack(conversation: string): number | undefined
  visited(conversation: string): void
  levelChanged(conversation: string, level: NoticeLevel): void
  /** Fetches the snapshot. Resolves when one is there that was asked for after this call. */
  refresh(): Promise<void>
  /** Others are blocked than before. */
  blocksChanged(): void
  reset(): void
}

export interface InboxDesk extends Desk {
  /** The user does not belong to this conversation any more, which nobody had told yet. */
  gone(conversation: Held): void
}

export function createInboxStore(desk: InboxDesk): InboxStore {
  const [view, setView] = createStore<{ conversations: InboxConversation[]; directs: DirectHeld[] }>({
    conversations: [],
    directs: [],
  })
  const pause = createPause(desk.clock)
  let held: readonly Held[] = []
  let fetching: Promise<void> | undefined
  // The next answer may not be one that was asked for before something was lost.
  let anew = false
  /** Others are blocked than when what is held was counted. */
  let othersBlocked = false
  let meanwhile: Entry[] = []
  /** Something was joined or left meanwhile: what is being fetched may be from before it. */
  let outdated = false
  /** How far the user has read here, as long as the server has not confirmed it. */
  const readHere = new Map<string, number>()
  let telling: Cancel | undefined
  /** What was marked as unread here or elsewhere: looking at it does not make it read. */
  const [back, setBack] = createSignal<ReadonlyMap<string, number>>(new Map())

  const listeners = new Set<(message: ChatMessage) => void>()
  const missedListeners = new Set<(missed: readonly Missed[]) => void>()
  /** What was known of a conversation before a number was skipped: the snapshot that is being fetched tells what came since. */
  const beforeGap = new Map<string, Held>()

  const find = (conversation: string) => held.find((known) => known.conversation === conversation)

  function show(next: readonly Held[]) {
    held = next
    const rooms = held.flatMap((known) => (isDirect(known) ? [] : [{ ...known, room: { ...known.room } }]))
    const directs = held.filter(isDirect).map((known) => ({ ...known, with: { ...known.with } }))
    setView('conversations', reconcile(rooms, { key: 'conversation' }))
    setView('directs', reconcile(directs, { key: 'conversation' }))
  }

  function noteRewound(before: rules.Read | undefined, after: rules.Read & { conversation: string }) {
    // Here it is held back: what moved the cursor on is another tab, where it was opened anew.
    if (before?.rewinds === after.rewinds && after.readUpTo > (back().get(after.conversation) ?? Infinity))
      forgetBack(after.conversation)
    if (!before || !rules.isRewound(before, after)) return
    // A snapshot that is on its way may be from before it.
    outdated = true
    readHere.delete(after.conversation)
    setBack(new Map(back()).set(after.conversation, after.readUpTo))
  }

  function forgetBack(conversation: string) {
    if (back().has(conversation)) setBack(new Map([...back()].filter(([other]) => other !== conversation)))
  }

  function take(snapshot: InboxSnapshot, later: readonly Entry[]) {
    const before = held
    const readAlready = new Map<string, rules.Read>(before.map((known) => [known.conversation, known]))
    for (const conversation of allIn(snapshot)) noteRewound(find(conversation.conversation), conversation)
    show(rules.fromSnapshot(snapshot, later, readAlready, desk.recipient()))
    tellMissed(before)
    for (const known of before) if (!find(known.conversation)) desk.gone(known)
    // Whatever the server had not heard when it counted is told once more: its answer has the right count.
    for (const { conversation, readUpTo, rewinds } of allIn(snapshot)) {
      const known = readAlready.get(conversation)
      if (known?.rewinds === rewinds && known.readUpTo > readUpTo) readHere.set(conversation, known.readUpTo)
    }
    if (readHere.size > 0) tellReadSoon(0)
  }

  function tellMissed(before: readonly Held[]) {
    // Somebody may have written for the first time meanwhile; when nothing is known yet, nothing was missed.
    const begun = before.length > 0 ? held.filter((now) => isDirect(now) && !before.some(isSame(now))) : []
    const missed = [...before, ...begun.map((now) => ({ ...now, head: 0, readUpTo: 0, unread: 0 }))].flatMap(
      (known) => {
        const now = find(known.conversation)
        return now ? [missedIn(beforeGap.get(known.conversation) ?? known, now, othersBlocked)] : []
      },
    )
    beforeGap.clear()
    // An answer that was asked for before they were blocked has the counts of before.
    othersBlocked &&= anew
    const came = missed.filter(({ unread, mentions }) => unread + mentions > 0)
    if (came.length > 0) for (const heard of missedListeners) heard(came)
  }

  /** The server speaks of both kinds alike, and of how far something was read alone. */
  const keyOf = (conversation: string) => (find(conversation) ? conversation : directKey(conversation))

  function readMoved(moved: ReadPosition) {
    const position = { ...moved, conversation: keyOf(wireId(moved.conversation)) }
    const known = find(position.conversation)
    noteRewound(known, position)
    if (known && rules.countsTooFew(known, position)) void refresh()
    change(position.conversation, (conversation) => rules.readMoved(conversation, position))
  }

  function change(conversation: string, to: (known: Held) => Held) {
    const known = find(conversation)
    const next = known && to(known)
    if (next && next !== known) show(held.map((other) => (other === known ? next : other)))
  }

  async function fetch() {
    for (let failures = 0; anew && desk.attached();) {
      anew = false
      outdated = false
      const { value, refusal } = await desk.call('GetInbox', null)
      if (value && !outdated) take(value, meanwhile)
      else anew = true
      if (refusal && desk.attached()) await pause.wait(refusal.retryAfterMs ?? 500 + backoff(++failures, desk.random))
    }
    fetching = undefined
  }

  function refresh(): Promise<void> {
    if (!desk.attached()) return Promise.resolve()
    anew = true
    if (!fetching) meanwhile = []
    return (fetching ??= fetch())
  }

  function tellReadSoon(afterMs: number) {
    telling ??= desk.clock.after(afterMs, () => {
      telling = undefined
      for (const [conversation, sequence] of readHere) void tellRead(conversation, sequence)
    })
  }

  async function tellRead(conversation: string, sequence: number) {
    if (!desk.attached()) return
    const rewinds = find(conversation)?.rewinds ?? 0
    const { value, refusal } = await desk.call('MarkRead', { conversation: wireId(conversation), sequence, rewinds })
    const helps = refusal?.code === 'unavailable' || refusal?.code === 'tooFast'
    if (helps && desk.attached()) tellReadSoon(refusal.retryAfterMs ?? 500 + backoff(3, desk.random))
    if (!helps && readHere.get(conversation) === sequence) readHere.delete(conversation)
    if (value) readMoved(value)
  }

  return {
    conversations: () => view.conversations,
    directs: () => view.directs,
    find,
    snapshot(snapshot, blockedSince) {
      anew = false
      othersBlocked ||= blockedSince
      pause.wake()
      take(snapshot, [])
    },
    told(entry) {
      const known = find(entry.conversation)
      if (fetching) meanwhile.push(entry)
      const fresh = known && entry.sequence > known.head && !isChange(entry)
      if (known && rules.leavesGap(known, entry))
        beforeGap.set(entry.conversation, beforeGap.get(entry.conversation) ?? known)
      if (!known || rules.leavesGap(known, entry)) void refresh()
      change(entry.conversation, (conversation) => rules.told(conversation, entry, desk.recipient()))
      if (fresh && !beforeGap.has(entry.conversation)) for (const heard of listeners) heard(entry)
    },
    position(conversation, head) {
      if ((find(conversation)?.head ?? -1) < head) void refresh()
    },
    erased(conversation) {
      if (find(conversation)?.mentions) void refresh()
    },
    readMoved,
    joined(conversation) {
      if (isDirectKey(conversation.conversation)) return
      outdated = true
      if (!find(conversation.conversation)) show([...held, conversation])
    },
    left(conversation) {
      outdated = true
      readHere.delete(conversation)
      forgetBack(conversation)
      show(held.filter((known) => known.conversation !== conversation))
    },
    markRead(conversation, sequence, shown) {
      if (back().has(conversation)) return
      const before = find(conversation)?.readUpTo
      change(conversation, (known) => rules.readTo(known, sequence, shown, desk.recipient()))
      const now = find(conversation)?.readUpTo
      if (now === undefined || now === before) return
      readHere.set(conversation, now)
      tellReadSoon(TellReadAfterMs)
    },
    async markUnread(conversation, message) {
      const rewinds = find(conversation)?.rewinds ?? 0
      const { value, refusal } = await desk.call('MarkUnread', { conversation: wireId(conversation), message, rewinds })
      if (value) readMoved(value)
      return refusal ?? undefined
    },
    listen(heard) {
      listeners.add(heard)
      return () => listeners.delete(heard)
    },
    listenMissed(heard) {
      missedListeners.add(heard)
      return () => missedListeners.delete(heard)
    },
    heldBack: (conversation) => back().get(conversation),
    visited: forgetBack,
    levelChanged(conversation, level) {
      outdated = true
      change(keyOf(wireId(conversation)), (known) => ({ ...known, level }))
    },
    refresh,
    blocksChanged() {
      othersBlocked = true
      void refresh()
    },
    reset() {
      setBack(new Map())
      readHere.clear()
      beforeGap.clear()
      othersBlocked = false
      telling?.()
      telling = undefined
      show([])
    },
  }
}

const isSame = (one: Held) => (other: Held) => other.conversation === one.conversation

const allIn = (snapshot: InboxSnapshot) => [...rules.roomsIn(snapshot), ...rules.directsIn(snapshot)]
