import { createEffect, createMemo, createRoot, createSignal, getOwner, on, untrack } from 'solid-js'
import { backoff } from '../connections/backoff'
import type { FriendEntry, Profile, SealedPosted, SealedSignal } from '../contract'
import { directConversation } from '../keys/directConversation'
import { createDevicesStore, type DevicesStore } from '../keys/devices/devicesStore'
import { watchKnown } from '../keys/devices/knownWatch'
import { createKeyStore, type KeyStore } from '../keys/keyStore'
import type { Desk } from './desk'
import { directKey, wireId } from './directKey'
import { createDirectChat, type DirectChat } from './directChat'
import { createIdentities } from './directIdentities'
import { createOwnDeviceKeys } from './directOwnKeys'
import type { DirectsView } from './directsView'
import { createTrust } from './directTrust'
import { isChange } from './entry'
import type { InboxStore } from './inboxStore'
import type { MessagesStore, SealedDesk } from './messagesStore'
import { createSealedTexts, forgetSealedTexts, type SealedTexts } from './sealedTexts'

export interface DirectsStore extends DirectsView {
  /** What a conversation of the messages' store works with, if it is a sealed one. */
  sealed(conversation: string): SealedDesk | undefined
  posted(event: SealedPosted): void
  signalled(event: SealedSignal): void
  erased(user: string, conversation: string, author: string): void
  /** The own devices, which share the keys. */
  devices: DevicesStore
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
  /** What this browser calls itself. */
  browserName: string
  connection(): string | undefined
  persist(): void
  friends: { known(): boolean; entries(): readonly FriendEntry[]; find(user: string): FriendEntry | undefined }
  person(user: string): Profile | undefined
  invisible(): boolean
  serverNow(): number
}

type Sealed = SealedDesk & { chat: DirectChat; end(): void }

export function createDirectsStore(deps: DirectsDeps): DirectsStore {
  const { desk, inbox, friends } = deps
  const owner = getOwner()
  const store = watchKnown(deps.store ?? createKeyStore(), (user) => devices.knows(user))
  const identities = createIdentities({
    call: desk.call,
    store,
    me: () => desk.me()?.id,
    heard: (user) => void trust.heard(user),
    startsOver: (account, atMs) => devices.served(account, atMs),
  })
  const own = createOwnDeviceKeys({ ...deps, store, identities })
  const trust = createTrust({ desk, store, identities, friends })
  const devices = createDevicesStore({ ...deps, name: deps.browserName, store, identities, own, learned })
  /** With whom which conversation is, as this tab calls it. */
  const [others, setOthers] = createSignal<ReadonlyMap<string, string>>(new Map())
  const conversationWith = createMemo(() => new Map([...others()].map(([conversation, user]) => [user, conversation])))
  const chats = new Map<string, Sealed>()
  let texts: { account: string; kept: SealedTexts } | undefined
  const [ready, setReady] = createSignal(false)
  let inUse: string | undefined
  const queues = new Map<string, Promise<void>>()

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
  // Before what is ready begins: another device than before has other keys for all of it.
  createEffect(
    on(own.device, (device) => {
      if (!device) return
      if (inUse !== undefined && inUse !== device.device) endAll()
      inUse = device.device
    }),
  )
  createEffect(on(own.keys, (keys) => keys === 'removed' && wipe()))
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
      return { chat, desk: chat.desk, kept, doubt: chat.log.doubt, keyNews: chat.keyNews, profileOf: profile, end }
    }, owner)
    chats.set(conversation, made)
    return made
  }

  /** Of whom something is shown is looked at anew. */
  function learned(users: readonly string[]) {
    for (const user of users) if (untrack(() => identities.state(user)).kind !== 'unknown') void trust.look(user)
  }

  function endAll() {
    for (const { end } of chats.values()) end()
    chats.clear()
    queues.clear()
    texts = undefined
    setReady(false)
  }

  /** Another device has removed this one: what it has written and not sent goes with its keys. */
  function wipe() {
    const kept = texts
    for (const conversation of chats.keys()) deps.messages().left(conversation)
    endAll()
    // They are there still, for whoever adds this browser again.
    void inbox.refresh()
    if (kept) void kept.kept.settled().then(() => forgetSealedTexts(deps.storage, kept.account))
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
        trust.opened(user)
        return deps.messages().open(conversation)
      })
    },
    profile,
    protection: trust.protection,
    setVerified: trust.setVerified,
    acceptIdentity: trust.acceptIdentity,
    async retry(user) {
      return user === undefined ? own.retry() : trust.look(user)
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
    devices,
    attached() {
      own.attached()
      devices.attached()
      for (const { chat } of chats.values()) chat.attached()
      trust.attached()
    },
    reset() {
      own.reset()
      devices.reset()
      identities.reset()
      trust.reset()
      endAll()
      inUse = undefined
      setOthers(new Map())
    },
  }
}

const nobody = { name: '', colour: '', guest: false, handle: null, status: null, picture: null }
