import { wireId } from '../messages/directKey'
import { createSignal } from 'solid-js'
import type { Call } from '../connections/calls'
import type {
  ActPage,
  ConversationLeft,
  InboxConversation,
  LobbyRoom,
  ModerationKind,
  NoticeLevel,
  Result,
  RoomBans,
  RoomDescription,
  RoomMembers,
} from '../contract'
import type { Trouble } from '../refusals'

/** What one can do with rooms. Each answers why when it was refused. */
export interface RoomsView {
  /** Creates an open room under an id that is drawn here. `created` is told the id at once. A temporary one ends when its
   * owner leaves it or is away for a minute. */
  create(wish: NewRoom, created: (room: string) => void): Promise<Trouble | undefined>
  join(room: string): Promise<Trouble | undefined>
  leave(room: string): Promise<Trouble | undefined>
  change(room: string, name: string, topic: string): Promise<Trouble | undefined>
  handOver(room: string, to: string): Promise<Trouble | undefined>
  setLevel(conversation: string, level: NoticeLevel): Promise<Trouble | undefined>
  remove(room: string): Promise<Trouble | undefined>
  /** The open room as everybody sees it now, or undefined when it is none or not known yet. */
  listed(room: string): LobbyRoom | undefined
  /** What the room is called now, or was when this was last told. */
  nameOf(room: Pick<RoomDescription, 'id' | 'name'>): string
  /** Does something to somebody, as the owner or a moderator. `forMs`: of a mute; null for until they are unmuted. */
  moderate(room: string, kind: ModerationKind, whom: string, forMs?: number | null): Promise<Trouble | undefined>
  members(room: string, from: number): Promise<Result<RoomMembers>>
  bans(room: string): Promise<Result<RoomBans>>
  acts(room: string, before: number | null): Promise<Result<ActPage>>
  /** Grows with every act that is heard of in any room: what was asked for about members, bans and acts may have changed. */
  acted(): number
  /** That the user was taken out of a room, or that it ended, until it is dismissed. */
  notice(): LeaveNotice | undefined
  dismissNotice(): void
}

export interface NewRoom {
  name: string
  topic: string
  temporary: boolean
}

/** Why a room is not in one's list any more; `gone` for nobody said it. */
export interface LeaveNotice {
  conversation: string
  room: string
  reason: Exclude<ConversationLeft['reason'], 'left'> | 'gone'
  by: string | undefined
}

export interface RoomsStore extends RoomsView {
  heardOfAct(): void
  /** The user does not belong to this conversation any more, which they may not know of. */
  left(left: ConversationLeft): void
  /** The same was found out on coming back. Why may be told after it. */
  gone(conversation: InboxConversation): void
}

export interface RoomsDeps {
  call: Call
  newId(): string
  rooms(): LobbyRoom[]
  joined(conversation: InboxConversation): void
  /** Asks which rooms the user is in. */
  refresh(): Promise<void>
  known(conversation: string): InboxConversation | undefined
  levelChanged(conversation: string, level: NoticeLevel): void
  me(): string | undefined
}

export function createRoomsView({
  call,
  newId,
  rooms,
  joined,
  refresh,
  known,
  levelChanged,
  me,
}: RoomsDeps): RoomsStore {
  const [acted, setActed] = createSignal(0)
  const [notice, setNotice] = createSignal<LeaveNotice>()
  /** What was found to be gone, until somebody says why. */
  const gone = new Map<string, InboxConversation>()
  const listed = (room: string) => rooms().find(({ id }) => id === room)
  const nameOf = ({ id, name }: Pick<RoomDescription, 'id' | 'name'>) => listed(id)?.name ?? name
  // A retry repeats the id, so that it makes no second room.
  let attempt: { id: string; wish: string } | undefined
  /** How often one was told to be out of a room. */
  let lefts = 0

  return {
    async create({ name, topic, temporary }, created) {
      const wish = `${name}\n${topic}\n${temporary}`
      attempt = attempt?.wish === wish ? attempt : { id: roomId(newId()), wish }
      const { id } = attempt
      const { value, refusal } = await call('CreateRoom', { room: id, name, topic, temporary })
      if (refusal?.code !== 'unavailable') attempt = undefined
      if (!value) return refusal
      joined(value)
      created(id)
      return undefined
    },
    async join(room) {
      const before = lefts
      const { value, refusal } = await call('JoinRoom', { room })
      // Whoever is put out at once may be told so before this answer comes.
      if (!value) return refusal
      if (lefts === before) joined(value)
      else await refresh()
      return known(value.conversation) ? undefined : { code: 'notFound', retryAfterMs: null }
    },
    leave: async (room) => (await call('LeaveRoom', { room })).refusal ?? undefined,
    change: async (room, name, topic) => (await call('ChangeRoom', { room, name, topic })).refusal ?? undefined,
    handOver: async (room, to) => (await call('HandOverRoom', { room, to })).refusal ?? undefined,
    async setLevel(conversation, level) {
      const { refusal } = await call('SetNoticeLevel', { conversation: wireId(conversation), level })
      if (!refusal) levelChanged(conversation, level)
      return refusal ?? undefined
    },
    remove: async (room) => (await call('DeleteRoom', { room })).refusal ?? undefined,
    listed,
    nameOf,
    moderate: async (room, kind, whom, forMs = null) =>
      (await call('Moderate', { room, kind, whom, forMs })).refusal ?? undefined,
    members: (room, from) => call('GetMembers', { room, from }),
    bans: (room) => call('GetBans', { room }),
    acts: (room, before) => call('GetActs', { room, before }),
    acted,
    notice,
    dismissNotice() {
      gone.clear()
      setNotice(undefined)
    },
    heardOfAct: () => setActed((count) => count + 1),
    left({ conversation, reason, by }) {
      lefts++
      const away = gone.get(conversation)
      gone.delete(conversation)
      const room = (known(conversation) ?? away)?.room
      if (!room) return
      if (reason === 'left') {
        if (away && notice()?.conversation === conversation) setNotice(undefined)
        return
      }
      // Whoever ended their own room knows, unless it ended while they were away.
      const own = room.role === 'owner' || (listed(room.id)?.owner ?? '') === me()
      if (reason === 'roomGone' && own && !away) return
      setNotice({ conversation, room: nameOf(room), reason, by: by?.name })
    },
    gone(left) {
      gone.set(left.conversation, left)
      const { conversation, room } = left
      setNotice({ conversation, room: nameOf(room), reason: 'gone', by: undefined })
    },
  }
}

/** Without the highest bit: with it, it would be the id of a conversation of two. */
const roomId = (drawn: string): string => `${Number.parseInt(drawn.slice(0, 1), 16) & 7}${drawn.slice(1)}`
