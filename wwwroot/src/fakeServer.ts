import type { SocketListener, Transport } from './connections/transport'
import {
  type AttachCommand,
  type ChatMessage,
  type FriendList,
  type InboxConversation,
  type JoinRoomCommand,
  limits,
  type DeleteMessageCommand,
  type EditMessageCommand,
  type LobbyPerson,
  type MailboxState,
  type MarkReadCommand,
  type MarkUnreadCommand,
  type Mention,
  type MessageChange,
  type MessagePage,
  type OwnPresence,
  type Profile,
  type ReactCommand,
  type ReadMessagesCommand,
  type Refusal,
  type RoomDescription,
  type SendMessageCommand,
  type ServerEvent,
  type SetAvailabilityCommand,
} from './contract'
import { applyChange, counts, quoteOf } from './messages/entry'
import { calls } from './messages/mentions'

// For tests: a server in memory that speaks docs/protocol.md, loses what it is told to lose, and remembers what it heard.

const noMore = { handle: null, status: null, picture: null }

export const person = (name: string): Profile => ({
  id: `id-of-${name}`,
  name,
  colour: '#123456',
  guest: true,
  ...noMore,
})

export const General = 'c'.repeat(32)

/** A message as the server tells it, unchanged since. */
export const said = (author: Profile, sequence: number, more: Partial<ChatMessage> = {}): ChatMessage => ({
  conversation: General,
  sequence,
  id: `m${sequence}`,
  author,
  sentAtMs: sequence,
  text: `${sequence}`,
  erased: false,
  version: 0,
  editedAtMs: null,
  deleted: false,
  deletedByModerator: false,
  reactions: [],
  replyTo: null,
  act: null,
  mentions: [],
  ...more,
})

export interface FakeSocket {
  listener: SocketListener
  attach: AttachCommand | undefined
  over: boolean
  /** While its front hangs: what is on its way through it. */
  held?: (() => void)[] | undefined
}

// As the real transport takes silence.
const SilenceMs = 15_000

export class FakeServer {
  me: Profile | null = person('Ada')
  build = 'build-1'
  development = false
  publicUrl: string | null = null
  reachable = true
  /** Answers of GET /api/entry only: a network that lets nothing through has both off. */
  entryReachable = true
  /** What every write over HTTP is answered with instead of being done. */
  refusing: Refusal | undefined
  overHttpCame: string[] = []
  sockets: FakeSocket[] = []
  opened = 0
  heard: { method: string; command: unknown }[] = []
  log: ChatMessage[] = []
  changes: MessageChange[] = []
  people: LobbyPerson[] = []
  lobby = { epoch: 'lobby-1', version: 1 }
  friends: FriendList = { version: 0, entries: [] }
  presence: OwnPresence = { availability: 'available', connections: [] }
  /** Long messages make short pages. */
  pageAtMost = Infinity
  readUpTo = 0
  /** What the user is in General. */
  standing: Pick<RoomDescription, 'role' | 'mute'> = { role: 'member', mute: null }
  rewinds = 0
  /** What is in the inbox beside General. */
  joined: InboxConversation[] = []
  /** Open rooms that may be joined. */
  open: InboxConversation[] = []
  mailbox: MailboxState = { resumed: false, replay: { epoch: 'mailbox-1', first: 1, events: [] } }
  /** By how much its clock is ahead of the browser's. */
  aheadMs = 0
  /** How long answers and announcements are on their way; 0 for not at all. */
  answerMs = 0
  eventMs = 0
  /** Whether posting is announced. */
  announcing = true
  /** Takes the next answers of a method away: refuses, loses the command, loses the answer, or keeps it that long. */
  next: { method: string; fate: Refusal | 'loseCommand' | 'loseAnswer' | { lateMs: number } }[] = []

  transport: Transport = {
    open: (listener) => {
      const socket: FakeSocket = { listener, attach: undefined, over: false }
      this.opened++
      queueMicrotask(() => {
        if (socket.over) return
        if (!this.reachable || !this.me) return this.end(socket)
        this.sockets.push(socket)
        listener.opened()
      })
      return {
        invoke: (method, command) => this.invoke(socket, method, command),
        close: () => this.forget(socket),
      }
    },
  }

  fetch = ((path: string, init?: RequestInit) => {
    if (!this.entryReachable) return Promise.reject(new TypeError('Failed to fetch'))
    return Promise.resolve(Response.json(this.overHttp(path, String(init?.body))))
  }) as typeof fetch

  get attached(): FakeSocket[] {
    return this.sockets.filter((socket) => socket.attach)
  }

  heardOf<T>(method: string): T[] {
    return this.heard.filter((one) => one.method === method).map((one) => one.command as T)
  }

  say(...events: ServerEvent[]) {
    for (const socket of this.attached) {
      const hear = () => !socket.over && socket.listener.events(events)
      later(this.eventMs, () => (socket.held ? socket.held.push(hear) : hear()))
    }
  }

  dropAll() {
    for (const socket of this.sockets) this.end(socket)
  }

  /** The fronts of all these sockets hang; new sockets come to another one. Returns how to let them go on, with
   * everything that came to them meanwhile. */
  freeze(): () => void {
    const frozen = [...this.sockets]
    for (const socket of frozen) {
      socket.held = []
      later(SilenceMs, () => socket.held && this.end(socket, false))
    }
    return () => {
      for (const socket of frozen) {
        const { held } = socket
        socket.held = undefined
        held?.forEach((act) => act())
      }
    }
  }

  post(
    author: Profile,
    text: string,
    id = `m${this.head + 1}-${text}`,
    replyTo: number | null = null,
    mentions: Mention[] = [],
  ): ChatMessage {
    const known = this.log.find((message) => message.id === id && message.author.id === author.id)
    if (known) return known
    const sequence = this.head + 1
    const quote = this.quote(replyTo)
    const message = said(author, sequence, { id, text, sentAtMs: 1_000 + sequence, replyTo: quote, mentions })
    this.log.push(message)
    if (this.announcing) this.say({ type: 'messagePosted', message })
    return message
  }

  change(target: number, change: Pick<MessageChange, 'by' | 'kind'> & Partial<MessageChange>) {
    const sequence = this.head + 1
    const made = {
      text: null,
      emoji: null,
      on: false,
      byModerator: false,
      author: null,
      mentions: [],
      before: [],
      conversation: General,
      sequence,
      target,
      atMs: sequence,
      ...change,
    }
    this.changes.push(made)
    this.log = [...applyChange(this.log, made)]
    if (this.announcing) this.say({ type: 'messageChanged', change: made })
  }

  /** The user blocks somebody, or does so no longer, in whichever tab. */
  block(user: Profile, blocked = true) {
    const entry = {
      view: { with: user.id, relation: 'none' as const, blocked, sinceMs: 0 },
      profile: user,
      lastSeenMs: null,
    }
    const others = this.friends.entries.filter(({ view }) => view.with !== user.id)
    const version = this.friends.version + 1
    this.friends = { version, entries: blocked ? [...others, entry] : others }
    if (this.announcing) this.say({ type: 'friendshipChanged', version, entry })
  }

  /** The greatest number. */
  get head(): number {
    return this.log.length + this.changes.length
  }

  private get blocked(): string[] {
    return this.friends.entries.filter(({ view }) => view.blocked).map(({ view }) => view.with)
  }

  private quote(sequence: number | null) {
    const message = this.log.find((known) => known.sequence === sequence)
    return message ? quoteOf(message) : null
  }

  come(name: string) {
    const came: LobbyPerson = { profile: person(name), devices: ['desktop'], presence: 'online' }
    this.people = [...this.people, came]
    this.lobby = { ...this.lobby, version: this.lobby.version + 1 }
    if (this.announcing)
      this.say({
        type: 'lobbyChanged',
        ...this.lobby,
        present: [came],
        gone: [],
        rooms: [],
        goneRooms: [],
        counts: [],
        whereabouts: [],
      })
  }

  inbox(): InboxConversation[] {
    const { log, readUpTo, rewinds } = this
    const me = this.me?.id
    const recipient = { me, blocked: (user: string) => this.blocked.includes(user) }
    const above = log.filter((message) => message.sequence > readUpTo && counts(message, recipient))
    const unread = Math.min(above.length, limits.unreadCap)
    const mentions = above.filter((message) => calls(message.mentions, me)).length
    const room = { id: General, name: 'General', conversation: General, ...this.standing }
    return [
      { conversation: General, room, head: this.head, readUpTo, unread, mentions, rewinds, level: 'all' },
      ...this.joined,
    ]
  }

  private end(socket: FakeSocket, refused = true) {
    if (socket.over) return
    this.forget(socket)
    socket.listener.ended(refused)
  }

  private forget(socket: FakeSocket) {
    socket.over = true
    this.sockets = this.sockets.filter((other) => other !== socket)
  }

  private overHttp(path: string, body: string): unknown {
    if (path === '/api/entry') {
      const { me, publicUrl, build, development } = this
      const ways = { guest: true, signUp: true, gitHub: true, passkey: true, demo: [] }
      return { me, nameLength: 64, messageLength: 4_000, publicUrl, build, development, ways, dashboard: false }
    }
    if (path.startsWith('/api/passkeys/')) return { value: { challenge: 'q1', options: '{}' }, refusal: null }
    this.overHttpCame.push(`${path} ${body}`)
    if (this.refusing) return { value: null, refusal: this.refusing }
    if (path === '/api/session/guest') this.me = person('Guest')
    else if (path === '/api/session/end') this.me = null
    // In place: a guest who signs up stays the same user.
    else if (path.startsWith('/api/session/')) this.me = { ...(this.me ?? person('Ada')), guest: false, handle: 'ada' }
    return { value: this.me ?? {}, refusal: null }
  }

  private invoke(socket: FakeSocket, method: string, command: unknown): Promise<unknown> {
    if (socket.over) return new Promise(() => {})
    const { held } = socket
    if (held) return new Promise((resolve) => held.push(() => resolve(this.perform(socket, method, command))))
    return this.perform(socket, method, command)
  }

  private perform(socket: FakeSocket, method: string, command: unknown): Promise<unknown> {
    this.heard.push({ method, command })
    const planned = this.next.findIndex((plan) => plan.method === method)
    const fate = planned < 0 ? undefined : this.next.splice(planned, 1)[0]?.fate
    if (typeof fate === 'object' && 'code' in fate) return Promise.resolve({ value: null, refusal: fate })
    if (fate === 'loseCommand') return new Promise(() => {})
    const value = this.answer(socket, method, command)
    if (fate === 'loseAnswer') return new Promise(() => {})
    const answerMs = fate?.lateMs ?? this.answerMs
    return new Promise((resolve) => later(answerMs, () => !socket.over && resolve({ value, refusal: null })))
  }

  private answer(socket: FakeSocket, method: string, command: unknown): unknown {
    switch (method) {
      case 'Attach':
        socket.attach = command as AttachCommand
        return {
          me: this.me,
          mailbox: this.mailbox,
          lobby: this.lobbySnapshot(),
          inbox: { conversations: this.inbox(), directs: [] },
          presence: this.presence,
          blocked: this.blocked,
          build: this.build,
          nowMs: Date.now() + this.aheadMs,
        }
      case 'GetFriends':
        return this.friends
      case 'GetPresence':
        return this.presence
      case 'SetAvailability':
        return (this.presence = { ...this.presence, ...(command as SetAvailabilityCommand) })
      case 'GetLobby':
        return this.lobbySnapshot()
      case 'GetInbox':
        return { conversations: this.inbox(), directs: [] }
      case 'GetMembers':
        return { members: [], next: null, total: 0 }
      case 'JoinRoom': {
        const joined = this.open.filter(({ room }) => room.id === (command as JoinRoomCommand).room)
        this.joined = [...this.joined, ...joined]
        return joined[0]
      }
      case 'SendMessage': {
        const { id, text, replyTo } = command as SendMessageCommand
        const { sequence, sentAtMs } = this.post(this.me as Profile, text, id, replyTo)
        return { sequence, sentAtMs }
      }
      case 'EditMessage': {
        const { message, text } = command as EditMessageCommand
        return this.change(message, { by: this.me?.id ?? '', kind: 'edited', text }) ?? {}
      }
      case 'DeleteMessage':
        return this.change((command as DeleteMessageCommand).message, { by: this.me?.id ?? '', kind: 'deleted' }) ?? {}
      case 'React': {
        const { message, emoji, on } = command as ReactCommand
        return this.change(message, { by: this.me?.id ?? '', kind: 'reacted', emoji, on }) ?? {}
      }
      case 'ReadMessages':
        return this.page(command as ReadMessagesCommand)
      case 'MarkRead': {
        const { conversation, sequence, rewinds } = command as MarkReadCommand
        if (rewinds === this.rewinds) this.readUpTo = Math.max(this.readUpTo, sequence)
        return this.inbox().find((known) => known.conversation === conversation) ?? {}
      }
      case 'MarkUnread': {
        const { conversation, message, rewinds } = command as MarkUnreadCommand
        if (rewinds === this.rewinds) {
          this.rewinds++
          this.readUpTo = Math.min(this.readUpTo, message - 1)
        }
        return this.inbox().find((known) => known.conversation === conversation) ?? {}
      }
      default:
        return {}
    }
  }

  private lobbySnapshot() {
    return {
      ...this.lobby,
      people: this.people,
      rooms: [{ id: General, name: 'General' }],
      counts: [],
      whereabouts: [],
    }
  }

  private page({ before, after, count }: ReadMessagesCommand): MessagePage {
    const most = Math.min(count, this.pageAtMost)
    const wanted = this.log.filter(({ sequence }) => sequence < (before ?? Infinity) && sequence > (after ?? 0))
    const messages = after === null ? wanted.slice(-most) : wanted.slice(0, most)
    const changes = after === null ? [] : this.changes.filter(({ sequence }) => sequence > after)
    const upTo = [...messages, ...changes].map(({ sequence }) => sequence).toSorted((one, other) => one - other)
    const last = after === null ? this.head : (upTo.slice(0, most).at(-1) ?? after)
    return {
      messages: messages.filter(({ sequence }) => sequence <= last),
      changes: changes.filter(({ sequence }) => sequence <= last),
      last,
      head: this.head,
      hasOlder: (messages[0]?.sequence ?? 1) > 1,
    }
  }
}

function later(ms: number, act: () => void) {
  if (ms > 0) setTimeout(act, ms)
  else act()
}
