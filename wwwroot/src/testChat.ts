import { createSignal } from 'solid-js'
import type { Chat, ConnectionState, OutboxMessage } from './chat'
import type {
  ChatMessage,
  DirectConversation,
  FriendEntry,
  FriendLink,
  InboxConversation,
  LobbyPerson,
  LobbyRoom,
  NoticeLevel,
  OwnPresence,
  Profile,
  Quote,
  Refusal,
  Result,
  RoomBan,
  RoomDescription,
  RoomInvitation,
  RoomMember,
  SearchPage,
  ServerView,
} from './contract'
import { testDevicesView } from './keys/devices/testDevicesView'
import { quoteOf } from './messages/entry'
import type { OwnKeys, Protection } from './messages/directsView'
import type { Trouble } from './refusals'
import type { LeaveNotice } from './rooms/roomsView'

export const person = (name: string, more: Partial<Profile> = {}): Profile => ({
  id: name.toLowerCase(),
  name,
  colour: '#4d7cf3',
  guest: true,
  handle: null,
  status: null,
  picture: null,
  ...more,
})

export const message = (
  sequence: number,
  author: Profile,
  text: string,
  sentAtMs = 0,
  more: Partial<ChatMessage> = {},
): ChatMessage => ({
  conversation: 'c1',
  sequence,
  id: `m${sequence}`,
  author,
  sentAtMs,
  erased: false,
  text,
  version: 0,
  editedAtMs: null,
  deleted: false,
  deletedByModerator: false,
  act: null,
  reactions: [],
  replyTo: null,
  mentions: [],
  ...more,
})

const sessions = [
  { reference: 's1', browser: 'Firefox', system: 'Linux', begunMs: 0, seenMs: 0, current: true, tabs: [] },
  { reference: 's2', browser: 'Safari', system: 'iPhone', begunMs: 0, seenMs: 0, current: false, tabs: [] },
]
const ways = [{ reference: 'w1', kind: 'passkey' as const, name: 'Laptop', addedMs: 0, usedMs: 0 }]

/** A `Chat` without a server for tests of the views: its facts are signals, what was asked of it is written down. */
export function testChat() {
  const [me, setMe] = createSignal(person('Ada'))
  const [server, setServer] = createSignal<ServerView>({
    operator: false,
    unclaimed: true,
    policy: { signUpOpen: true, guestsWelcome: true },
  })
  const [rooms, setRooms] = createSignal<LobbyRoom[]>([])
  const [outcome, setOutcome] = createSignal<Trouble | 'added'>()
  const [status, setStatus] = createSignal<'loading' | 'unreachable' | 'out' | 'in'>('in')
  const [state, setState] = createSignal<ConnectionState>({ phase: 'online' })
  const [people, setPeople] = createSignal<LobbyPerson[]>([{ profile: me(), devices: ['desktop'], presence: 'online' }])
  const [whereabouts, setWhereabouts] = createSignal<Record<string, string>>({})
  const [friends, setFriends] = createSignal<FriendEntry[]>([])
  const [presence, setPresence] = createSignal<OwnPresence>({ availability: 'available', connections: [] })
  const [links, setLinks] = createSignal<FriendLink[]>([])
  const [messages, setMessages] = createSignal<ChatMessage[]>([])
  const [outbox, setOutbox] = createSignal<OutboxMessage[]>([])
  const [typing, setTyping] = createSignal<Profile[]>([])
  const [draft, setDraft] = createSignal('')
  const [replyTo, setReplyTo] = createSignal<Quote>()
  const [editing, setEditing] = createSignal<{ message: number; text: string }>()
  const [unread, setUnread] = createSignal(0)
  const [standing, setStanding] = createSignal<Pick<RoomDescription, 'role' | 'mute'>>({ role: 'member', mute: null })
  const [members, setMembers] = createSignal<RoomMember[]>([])
  const [bans, setBans] = createSignal<RoomBan[]>([])
  const [gone, setGone] = createSignal<number[]>([])
  const [acts, setActs] = createSignal<ChatMessage[]>([])
  const [notice, setNotice] = createSignal<LeaveNotice>()
  const [invitations, setInvitations] = createSignal<RoomInvitation[]>([])
  const [level, setLevel] = createSignal<NoticeLevel>('all')
  const [mentions, setMentions] = createSignal(0)
  const [newBuild, setNewBuild] = createSignal(false)
  const asked: string[] = []
  const visits: string[] = []
  /** What the next call of each kind is refused with. */
  const answers: {
    entering: Trouble | undefined
    account: (Trouble | undefined)[]
    changing: (Refusal | undefined)[]
    searching: (Result<SearchPage> | Promise<Result<SearchPage>>)[]
  } = {
    entering: undefined,
    account: [],
    changing: [],
    searching: [],
  }
  const ask = (what: string) => void asked.push(what)
  const later = async (what: string) => ask(what)

  const conversation = (id: string, name: string): InboxConversation => ({
    conversation: id,
    room: { id: `room-${id}`, name, conversation: id, ...standing() },
    head: 0,
    readUpTo: 0,
    unread: id === 'c1' ? 0 : unread(),
    mentions: id === 'c1' ? 0 : mentions(),
    rewinds: 0,
    level: level(),
  })
  const [keys, setKeys] = createSignal<OwnKeys>('ready')
  const [directs, setDirects] = createSignal<DirectConversation[]>([])
  const [protection, setProtection] = createSignal<Protection>({
    notWritable: undefined,
    safetyNumber: Array.from({ length: 12 }, (_, group) => `${10_000 + group}`),
    verified: false,
    devices: { own: 1, theirs: 1 },
  })
  const devices = testDevicesView(ask)
  const chat: Chat = {
    session: {
      status,
      me: () => (status() === 'in' ? me() : undefined),
      limits: () => ({ nameLength: 64, messageLength: 4_000 }),
      inviteUrl: () => 'http://localhost:5080/',
      dashboard: () => true,
      ways: () => ({ guest: true, signUp: true, gitHub: true, passkey: true, demo: ['Grace'] }),
      endedNotice: () => undefined,
      outcome,
      dismissOutcome: () => setOutcome(undefined),
      async enterAsGuest(name, colour) {
        ask(`enter ${name} ${colour}`)
        return answers.entering
      },
      async enterAsDemo(name) {
        ask(`demo ${name}`)
        return answers.entering
      },
      async createAccount(name, colour) {
        ask(`create ${name} ${colour}`)
        return answers.entering
      },
      async signInWithPasskey() {
        ask('passkey')
        return answers.entering
      },
      async addPasskey() {
        ask('add passkey')
        return answers.account.shift()
      },
      async signOut(everywhere = false) {
        ask(everywhere ? 'sign out everywhere' : 'sign out')
        return undefined
      },
      async exportAccount() {
        ask('export')
        return answers.account.shift()
      },
      async deleteAccount(withMessages) {
        ask(`delete ${withMessages}`)
        return answers.account.shift()
      },
      async becomeAnonymous() {
        ask('become anonymous')
        return undefined
      },
      reload: () => later('reload'),
    },
    rooms: {
      async create({ name, topic, temporary }, created) {
        ask(`create room ${name} / ${topic}${temporary ? ' for now' : ''}`)
        const trouble = answers.account.shift()
        if (!trouble) created('new-room')
        return trouble
      },
      async join(room) {
        ask(`join ${room}`)
        return answers.account.shift()
      },
      async leave(room) {
        ask(`leave ${room}`)
        return answers.account.shift()
      },
      async change(room, name, topic) {
        ask(`change ${room} ${name} / ${topic}`)
        return answers.account.shift()
      },
      async handOver(room, to) {
        ask(`hand ${room} to ${to}`)
        return answers.account.shift()
      },
      async setLevel(conversation, level) {
        ask(`level ${conversation} ${level}`)
        return answers.account.shift()
      },
      async remove(room) {
        ask(`delete ${room}`)
        return answers.account.shift()
      },
      nameOf: ({ id, name }) => rooms().find((room) => room.id === id)?.name ?? name,
      listed: (room) => rooms().find(({ id }) => id === room),
      async moderate(room, kind, whom, forMs) {
        ask(`${kind} ${room} ${whom} ${forMs ?? 'open'}`)
        return answers.account.shift()
      },
      members: async () => ({ value: { members: members(), next: null, total: members().length }, refusal: null }),
      bans: async () => ({ value: { bans: bans() }, refusal: null }),
      acts: async () => ({ value: { acts: acts(), hasOlder: false }, refusal: null }),
      acted: () => acts().length,
      notice,
      dismissNotice: () => setNotice(undefined),
    },
    invitations: {
      async invite(room, whom) {
        ask(`invite ${whom} to ${room}`)
        return answers.account.shift()
      },
      waiting: invitations,
      dismiss: (invitation) => void setInvitations(invitations().filter((each) => each !== invitation)),
      listen: () => () => {},
    },
    account: {
      async updateProfile(profile) {
        ask(`profile ${JSON.stringify(profile)}`)
        return answers.account.shift()
      },
      async devices() {
        return { value: { sessions }, refusal: null }
      },
      async endSession(reference) {
        ask(`end ${reference}`)
        return answers.account.shift()
      },
      async endOtherSessions() {
        ask('end others')
        return answers.account.shift()
      },
      async waysIn() {
        return { value: { ways, fresh: true }, refusal: null }
      },
      async renameWayIn(reference, name) {
        ask(`rename ${reference} ${name}`)
        return answers.account.shift()
      },
      async removeWayIn(reference) {
        ask(`remove ${reference}`)
        return answers.account.shift()
      },
    },
    operator: {
      server: async () => ({ value: server(), refusal: null }),
      async become(code) {
        ask(`become ${code}`)
        return { value: setServer({ ...server(), operator: true, unclaimed: false }), refusal: null }
      },
      async setPolicy(policy) {
        ask(`policy ${JSON.stringify(policy)}`)
        return { value: setServer({ ...server(), policy }), refusal: null }
      },
      async find() {
        return { value: null, refusal: { code: 'notFound', retryAfterMs: null } }
      },
      async removeRoom(room, withMessages) {
        ask(`remove room ${room} ${withMessages}`)
        return answers.account.shift()
      },
      async remove(user, withMessages) {
        ask(`remove ${user} ${withMessages}`)
        return answers.account.shift()
      },
    },
    connection: {
      state,
      retryNow: () => ask('retry now'),
      serverAheadMs: () => 0,
      newBuild,
      acceptNewBuild: () => ask('accept'),
    },
    friends: {
      known: () => true,
      entries: friends,
      find: (user) => friends().find(({ view }) => view.with === user),
      blocked: (user) => friends().some(({ view }) => view.with === user && view.blocked),
      listen: () => () => {},
      async act(user, act) {
        ask(`${act} ${user}`)
        return answers.account.shift()
      },
      async findPerson(handle) {
        ask(`find ${handle}`)
        const found = people().find(({ profile }) => profile.handle === handle)?.profile
        return found
          ? { value: found, refusal: null }
          : { value: null, refusal: { code: 'notFound', retryAfterMs: null } }
      },
      links: async () => ({ value: { links: links() }, refusal: null }),
      async createLink(forMs) {
        ask(`link for ${forMs}`)
        const link = { id: 'l1', createdMs: 0, expiresMs: forMs }
        setLinks([link, ...links()])
        return { value: { link, token: 't'.repeat(32) }, refusal: null }
      },
      async revokeLink(link) {
        ask(`revoke ${link}`)
        setLinks(links().filter(({ id }) => id !== link))
        return answers.account.shift()
      },
      async openLink(token) {
        ask(`open ${token}`)
        return { value: person('Grace', { guest: false, handle: 'grace' }), refusal: null }
      },
    },
    presence: {
      availability: () => presence().availability,
      others: () => presence().connections,
      async setAvailability(availability) {
        ask(`appear ${availability}`)
        setPresence({ ...presence(), availability })
        return answers.account.shift()
      },
      visit: (room) => void visits.push(room),
    },
    lobby: {
      people,
      person: (id) => people().find(({ profile }) => profile.id === id),
      rooms,
      hereIn: (room) => (rooms().some(({ id }) => id === room) ? 2 : 0),
      roomOf: (user) => whereabouts()[user],
    },
    inbox: {
      conversations: () => [conversation('c1', 'Lobby'), conversation('c2', 'Design')],
      heldBack: () => undefined,
      listen: () => () => {},
      listenMissed: () => () => {},
    },
    messages: {
      timesLeft: () => 0,
      open: () => ({
        messages,
        outbox,
        hasOlder: () => false,
        hasNewer: () => false,
        loading: () => undefined,
        loadFailed: () => undefined,
        typing,
        firstUnread: () => undefined,
        send: (text) => void ask(`send ${text}`),
        retry: (id) => ask(`retry ${id}`),
        discard: (id) => ask(`discard ${id}`),
        follow() {},
        loadOlder: () => later('older'),
        loadNewest: () => later('newest'),
        noteTyping: () => ask('typing'),
        async markUnread(changed) {
          ask(`unread ${changed.sequence}`)
          return answers.changing.shift()
        },
        markRead: (sequence) => ask(`read ${sequence}`),
        draft,
        setDraft,
        replyTo,
        setReplyTo: (answered) => setReplyTo(answered && quoteOf(answered)),
        editing,
        setEditing,
        goTo: async (sequence) => sequence,
        goToTime: async () => undefined,
        unreadAbove: () => undefined,
        loadNewer: () => later('newer'),
        isGone: ({ sequence }) => gone().includes(sequence),
        async search(text, author, before) {
          ask(`search ${text} / ${author ?? 'anybody'} / ${before ?? 'newest'}`)
          return answers.searching.shift() ?? { value: { hits: [], before: null }, refusal: null }
        },
        async edit(changed, text) {
          ask(`edit ${changed.sequence} ${text}`)
          return answers.changing.shift()
        },
        async delete(changed) {
          ask(`delete ${changed.sequence}`)
          return answers.changing.shift()
        },
        async react(changed, emoji, on) {
          ask(`react ${changed.sequence} ${emoji} ${on}`)
          return answers.changing.shift()
        },
      }),
    },
    directs: {
      keys,
      conversations: directs,
      find: (user) => directs().find((each) => each.with.id === user),
      unread: (user) => directs().find((each) => each.with.id === user)?.unread ?? 0,
      open: (user) => (ask(`open direct ${user}`), chat.messages.open(user)),
      profile: (user) =>
        directs().find((each) => each.with.id === user)?.with ??
        friends().find(({ view }) => view.with === user)?.profile ??
        undefined,
      protection,
      setVerified: async (user, verified) => void ask(`verified ${user} ${verified}`),
      acceptIdentity: async (user) => void ask(`accept identity ${user}`),
      async retry(user) {
        ask(`retry keys ${user ?? 'own'}`)
        return undefined
      },
    },
    devices: devices.view,
    dispose() {},
  }
  return {
    chat,
    devices,
    setDirects,
    setKeys,
    setProtection,
    me,
    asked,
    visits,
    answers,
    setMe,
    setRooms,
    setOutcome,
    setStatus,
    setState,
    setPeople,
    setWhereabouts,
    setFriends,
    setPresence,
    setMessages,
    setOutbox,
    setTyping,
    setUnread,
    setStanding,
    setMembers,
    setGone,
    setBans,
    setActs,
    setNotice,
    setInvitations,
    setMentions,
    setLevel,
    setNewBuild,
    draft,
    replyTo,
    setReplyTo,
    editing,
  }
}
