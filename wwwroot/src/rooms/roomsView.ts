import type { Call } from '../connections/calls'
import type { InboxConversation, LobbyRoom, NoticeLevel } from '../contract'
import type { Trouble } from '../refusals'

/** What one can do with rooms. Each answers why when it was refused. */
export interface RoomsView {
  /** Creates an open room under an id that is drawn here. `created` is told the id at once. */
  create(name: string, topic: string, created: (room: string) => void): Promise<Trouble | undefined>
  join(room: string): Promise<Trouble | undefined>
  leave(room: string): Promise<Trouble | undefined>
  change(room: string, name: string, topic: string): Promise<Trouble | undefined>
  handOver(room: string, to: string): Promise<Trouble | undefined>
  setLevel(conversation: string, level: NoticeLevel): Promise<Trouble | undefined>
  remove(room: string): Promise<Trouble | undefined>
  /** The open room as everybody sees it now, or undefined when it is none or not known yet. */
  listed(room: string): LobbyRoom | undefined
}

export interface RoomsDeps {
  call: Call
  newId(): string
  rooms(): LobbyRoom[]
  joined(conversation: InboxConversation): void
  levelChanged(conversation: string, level: NoticeLevel): void
}

export function createRoomsView({ call, newId, rooms, joined, levelChanged }: RoomsDeps): RoomsView {
  // A retry repeats the id, so that it makes no second room.
  let attempt: { id: string; wish: string } | undefined

  return {
    async create(name, topic, created) {
      const wish = `${name}\n${topic}`
      attempt = attempt?.wish === wish ? attempt : { id: newId(), wish }
      const { id } = attempt
      const { value, refusal } = await call('CreateRoom', { room: id, name, topic })
      if (refusal?.code !== 'unavailable') attempt = undefined
      if (!value) return refusal
      joined(value)
      created(id)
      return undefined
    },
    async join(room) {
      const { value, refusal } = await call('JoinRoom', { room })
      if (value) joined(value)
      return refusal ?? undefined
    },
    leave: async (room) => (await call('LeaveRoom', { room })).refusal ?? undefined,
    change: async (room, name, topic) => (await call('ChangeRoom', { room, name, topic })).refusal ?? undefined,
    handOver: async (room, to) => (await call('HandOverRoom', { room, to })).refusal ?? undefined,
    async setLevel(conversation, level) {
      const { refusal } = await call('SetNoticeLevel', { conversation, level })
      if (!refusal) levelChanged(conversation, level)
      return refusal ?? undefined
    },
    remove: async (room) => (await call('DeleteRoom', { room })).refusal ?? undefined,
    listed: (room) => rooms().find(({ id }) => id === room),
  }
}
