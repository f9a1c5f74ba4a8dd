import { createEffect, createMemo, createRoot, createSignal, getOwner, on, untrack } from 'solid-js'
import { createPause } from '../clock'
import { backoff } from '../connections/backoff'
import { refusalOf } from '../connections/calls'
import type { FriendEntry, Profile, SealedPosted, SealedSignal } from '../contract'
import { type Bytes, toHex } from '../keys/bytes'
import { directConversation } from '../keys/directConversation'
import { createKeyStore, type KeyStore } from '../keys/keyStore'
import { safetyNumber } from '../keys/safetyNumber'
import type { Desk } from './desk'
import { directKey, wireId } from './directKey'
import { createDirectChat, type DirectChat } from './directChat'
import { createIdentities, type IdentityState } from './directIdentities'
import { createOwnDeviceKeys } from './directOwnKeys'
import type { DirectsView, NotWritable, Protection } from './directsView'
import { isChange } from './entry'
import type { InboxStore } from './inboxStore'
import type { MessagesStore, SealedDesk } from './messagesStore'
import { createSealedTexts, type SealedTexts } from './sealedTexts'

export interface DirectsStore extends DirectsView {
  /** What a conversation of the messages' store works with, if it is a sealed one. */
  sealed(conversation: string): SealedDesk | undefined
  posted(event: SealedPosted): void
  signalled(event: SealedSignal): void
  erased(user: string, conversation: string, author: string): void
  /** A socket is attached. */
  attached(): void
  reset(): void
}

export interface DirectsDeps {
  desk: Desk
  inbox: InboxStore
  messages: () => MessagesStore
  store?: KeyStore
  storage: Storage
  locks: Pick<LockManager, 'request'> | undefined
  newId(): string
  connection(): string | undefined
  persist(): void
  friends: { known(): boolean; entries(): readonly FriendEntry[]; find(user: string): FriendEntry | undefined }
  person(user: string): Profile | undefined
  invisible(): boolean
  serverNow(): number
}

const AskAgainMs = 4_000

type Sealed = SealedDesk & { chat: DirectChat; end(): void }

export function createDirectsStore(deps: DirectsDeps): DirectsStore {
  const { desk, inbox, friends } = deps
  const owner = getOwner()
  const store = deps.store ?? createKeyStore()
  const identities = createIdentities({
    call: desk.call,
    store,
    me: () => desk.me()?.id,
    heard: (user) => void number(user),
  })
  const own = createOwnDeviceKeys({ ...deps, store, identities })
  /** With whom which conversation is, as this tab calls it. */
  const [others, setOthers] = createSignal<ReadonlyMap<string, string>>(new Map())
  const conversationWith = createMemo(() => new Map([...others()].map(([conversation, user]) => [user, conversation])))
  const [verified, setVerified] = createSignal<ReadonlyMap<string, boolean>>(new Map())
  /** By the two genesis entries that each is of: of another identity it is another one. */
  const [numbers, setNumbers] = createSignal<ReadonlyMap<string, readonly string[]>>(new Map())
  const chats = new Map<string, Sealed>()
  let texts: { account: string; kept: SealedTexts } | undefined
  const [ready, setReady] = createSignal(false)
  const queues = new Map<string, Promise<void>>()
  /** Whose chats were opened here. */
  const opened = new Set<string>()
  /** Whose keys are being asked for. */
  const looking = new Set<string>()
  const pause = createPause(desk.clock)

  const isFriend = (user: string) => friends.find(user)?.view.relation === 'friends'
  const friendIds = createMemo(
    () =>
      friends
        .entries()
        .filter(({ view }) => view.relation === 'friends')
        .map(({ view }) => view.with),
    [],
    { equals: (one, other) => one.join() === other.join() },
  )

  const profile = (user: string): Profile | undefined => {
    const known = friends.find(user)?.profile ?? deps.person(user)
    return known ?? inbox.directs().find((each) => each.with.id === user)?.with
  }

  const profileOf = (user: string): Profile =>
    (user === desk.me()?.id ? desk.me() : profile(user)) ?? { ...nobody, id: user }

  async function learn(users: readonly string[]) {
    const me = desk.me()?.id
    if (me === undefined) return
    const unknown = users.filter((user) => user !== me && !untrack(conversationWith).has(user))
    if (unknown.length === 0) return
    const learned = await Promise.all(
      unknown.map(async (user) => [directKey(await directConversation(me, user)), user] as const),
    )
    if (desk.me()?.id === me) setOthers((known) => new Map([...known, ...learned]))
  }

  createEffect(
    on([friendIds, () => inbox.directs().map((each) => each.with.id)], ([all, some]) => void learn([...all, ...some])),
  )
  // Whoever has a friend wants to be written to.
  createEffect(() => friendIds().length > 0 && own.want())
  createEffect(on(own.keys, (keys) => keys === 'ready' && void beginAtLast()))
  // What a reload left unsent is sent, also where nothing was ever taken.
  createEffect(
    on([ready, others], ([isReady, all]) => {
      if (!isReady || !texts) return
      for (const conversation of all.keys())
        if (texts.kept.readOutbox(conversation).length > 0 && sealed(conversation)) deps.messages().hold(conversation)
    }),
  )

  /** An error of the browser's database is none for good. */
  async function beginAtLast(failures = 0): Promise<void> {
    try {
      await begin()
    } catch {
      desk.clock.after(500 + backoff(failures + 1, desk.random), () => void beginAtLast(failures + 1))
    }
  }

  /** Keys are there: what was not sent before a reload is sent, and the texts of this tab can be read. */
  async function begin() {
    const account = desk.me()?.id
    if (account === undefined) return
    if (texts?.account !== account) {
      const key = await store.textKey(account)
      if (!key || desk.me()?.id !== account) return
      const kept = await createSealedTexts(deps.storage, account, key)
      if (desk.me()?.id !== account) return
      texts = { account, kept }
    }
    if (desk.me()?.id !== account) return
    setReady(true)
  }

  function sealed(conversation: string): Sealed | undefined {
    const known = chats.get(conversation)
    if (known) return known
    const [me, other, device] = [desk.me()?.id, others().get(conversation), own.device()]
    if (me === undefined || other === undefined || !device || !texts || !ready()) return undefined
    const { kept } = texts
    const made = createRoot((end) => {
      const chat = createDirectChat({
        desk,
        conversation: wireId(conversation),
        me,
        other,
        own: device,
        proven: own.proven,
        identities,
        store,
        profileOf,
        showsTyping: () => !deps.invisible(),
        serverNow: deps.serverNow,
        settled: kept.settled,
      })
      return { chat, desk: chat.desk, kept, doubt: chat.log.doubt, profileOf: profile, end }
    }, owner)
    chats.set(conversation, made)
    return made
  }

  /** What is known of somebody's keys, and whether the owner has met them. */
  async function look(user: string): Promise<Refusal> {
    const me = desk.me()?.id ?? ''
    const { refusal } = await identities.follow(user)
    const known = await store.known(me, user)
    if (desk.me()?.id !== me) return undefined
    setVerified((held) => new Map([...held, [user, known?.verified ?? false]]))
    return refusal
  }

  const genesisOf = (account: string): Bytes | undefined => {
    const state = identities.state(account)
    return 'identity' in state ? state.identity.pin.genesisHash : undefined
  }

  const between = (user: string): string | undefined => {
    const [mine, theirs] = [genesisOf(desk.me()?.id ?? ''), genesisOf(user)]
    return mine && theirs && `${toHex(mine)} ${toHex(theirs)}`
  }

  async function number(user: string) {
    const [mine, theirs, both] = [genesisOf(desk.me()?.id ?? ''), genesisOf(user), untrack(() => between(user))]
    if (!mine || !theirs || !both || untrack(numbers).has(both)) return
    const shown = await safetyNumber(mine, theirs)
    setNumbers((held) => new Map([...held, [both, shown]]))
  }

  /** The same until it is known, for a chat that is open: as long as it is not, nobody can write in it. */
  function lookUntilKnown(user: string) {
    if (looking.has(user)) return
    looking.add(user)
    void keepLooking(user).finally(() => looking.delete(user))
  }

  async function keepLooking(user: string) {
    const me = desk.me()?.id
    for (let failures = 0; desk.attached() && desk.me()?.id === me;) {
      // An error of the browser's database may be none the next time.
      const refusal = await look(user).catch(() => refusalOf('unavailable'))
      const hasNone = !refusal && untrack(() => identities.state(user)).kind === 'none'
      if (!hasNone && refusal?.code !== 'unavailable' && refusal?.code !== 'tooFast') return
      // Whoever has no keys makes them the next time they are here.
      await pause.wait(refusal?.retryAfterMs ?? (hasNone ? AskAgainMs : 500) + backoff(++failures, desk.random))
    }
  }

  /** One event after the other, and each only when it can be opened. */
  function inTurn(conversation: string, act: () => Promise<void>) {
    const before = queues.get(conversation) ?? Promise.resolve()
    queues.set(
      conversation,
      before.then(act).catch(() => {}),
    )
  }

  async function takeIn(event: SealedPosted) {
    await own.proven()
    await learn([event.with])
    if (own.keys() === 'ready' && !ready()) await begin().catch(() => {})
    const conversation = directKey(event.conversation)
    // The server may say what it likes of whose it is.
    if (conversation !== conversationWith().get(event.with)) return
    const there = sealed(conversation)
    const taken = there && (await there.chat.log.take(event.entries).catch(() => undefined))
    const [first, last] = [event.entries[0], event.entries.at(-1)]
    // What cannot be opened here, or not now, is counted by the server, and read when that can be done. What is doubtful is shown, and no news.
    const doubtful = event.entries.some(({ sequence }) => there?.chat.log.doubt(sequence))
    if (!taken?.entries || doubtful || !first) return deps.messages().position(conversation, last?.sequence ?? 0)
    for (const entry of taken.entries)
      if (isChange(entry)) deps.messages().changed(entry)
      else deps.messages().posted(entry)
  }

  const notWritable = (user: string): NotWritable | undefined => {
    const [mine, theirs] = [identities.state(desk.me()?.id ?? ''), identities.state(user)]
    if (friends.known() && !isFriend(user)) return 'notFriends'
    if (mine.kind === 'changed' || mine.kind === 'broken') return 'broken'
    return wrong[theirs.kind] ?? (friends.known() ? undefined : 'unknown')
  }

  return {
    keys: () => (own.keys() === 'ready' && !ready() ? 'unknown' : own.keys()),
    conversations: inbox.directs,
    find: (user) => inbox.directs().find((each) => each.with.id === user),
    unread: (user) => inbox.directs().find((each) => each.with.id === user)?.unread ?? 0,
    open(user) {
      own.want()
      void learn([user])
      const conversation = conversationWith().get(user)
      if (!ready() || own.keys() !== 'ready' || conversation === undefined) return undefined
      return untrack(() => {
        if (!sealed(conversation)) return undefined
        opened.add(user)
        lookUntilKnown(user)
        return deps.messages().open(conversation)
      })
    },
    profile,
    protection(user): Protection {
      const [mine, theirs] = [identities.state(desk.me()?.id ?? ''), identities.state(user)]
      return {
        notWritable: notWritable(user),
        safetyNumber: numbers().get(between(user) ?? ''),
        verified: theirs.kind === 'known' && (verified().get(user) ?? false),
        devices: { own: devicesOf(mine), theirs: devicesOf(theirs) },
      }
    },
    async setVerified(user, met) {
      const [me, state] = [desk.me()?.id, identities.state(user)]
      if (me === undefined || state.kind !== 'known') return
      await store.accept(me, user, { pin: state.identity.pin, verified: met })
      setVerified((held) => new Map([...held, [user, met]]))
    },
    async acceptIdentity(user) {
      await identities.accept(user)
      await look(user)
    },
    async retry(user) {
      return user === undefined ? own.retry() : look(user)
    },
    sealed,
    posted: (event) => inTurn(event.conversation, () => takeIn(event)),
    signalled({ conversation: id, with: user, envelope }) {
      const conversation = directKey(id)
      if (conversation !== untrack(conversationWith).get(user)) return
      const chat = chats.get(conversation)?.chat
      if (!chat) return
      void chat.isTyping(envelope).then((is) => is && deps.messages().typing(conversation, user))
    },
    erased(_user, id, author) {
      const conversation = directKey(id)
      chats.get(conversation)?.chat.log.erased(author)
      deps.messages().erased(conversation, author)
    },
    attached() {
      own.attached()
      for (const { chat } of chats.values()) chat.attached()
      // Whose devices have changed meanwhile gets nothing under the keys of before.
      for (const user of opened) lookUntilKnown(user)
    },
    reset() {
      own.reset()
      identities.reset()
      pause.wake()
      opened.clear()
      for (const { end } of chats.values()) end()
      chats.clear()
      queues.clear()
      texts = undefined
      setReady(false)
      setOthers(new Map())
      setVerified(new Map())
      setNumbers(new Map())
    },
  }
}

type Refusal = Awaited<ReturnType<DirectsView['retry']>>

const wrong: Record<IdentityState['kind'], NotWritable | undefined> = {
  unknown: 'unknown',
  none: 'noKeys',
  known: undefined,
  changed: 'identityChanged',
  broken: 'broken',
}

const devicesOf = (state: IdentityState): number => ('identity' in state ? state.identity.head.devices.length : 0)

const nobody = { name: '', colour: '', guest: false, handle: null, status: null, picture: null }
