import type { FriendEntry, InboxConversation, LobbyPerson, LobbyRoom, OwnConnection, Profile } from '../contract'
import type { ShownPresence } from '../presence/shownPresence'

/** Somebody as the graph shows them. */
export interface ScenePerson {
  id: string
  profile: Profile
  presence: ShownPresence
  me: boolean
  friend: boolean
  /** The room whose circle they stand in. */
  room: string | undefined
}

/** A room as a circle. */
export interface SceneRoom {
  id: string
  name: string
  /** What one is to it: not in it, in it, or looking at it right now. */
  standing: 'outside' | 'member' | 'open'
}

/** What the graph shows; positions are not part of it. */
export interface Scene {
  /** Oneself first, then friends, then the others, by name: the order of the focus. */
  people: readonly ScenePerson[]
  rooms: readonly SceneRoom[]
  /** One's other connections, joined to oneself. */
  connections: readonly OwnConnection[]
}

export interface SceneKnown {
  /** Oneself first, then by name. */
  here: readonly LobbyPerson[]
  rooms: readonly LobbyRoom[]
  roomOf(user: string): string | undefined
  find(user: string): FriendEntry | undefined
  joined: readonly InboxConversation[]
  me: Profile | undefined
  invisible: boolean
  connections: readonly OwnConnection[]
  /** The room that is open in this tab. */
  open: string | undefined
}

/** The same people and rooms that the list shows: whoever is blocked is not among them, and whom nobody sees sees themselves. */
export function sceneOf(known: SceneKnown): Scene {
  const { here, me, open } = known
  const rooms = known.rooms.filter(({ everyone }) => !everyone)
  const joined = new Set(known.joined.map(({ room }) => room.id))
  const listed = new Set(rooms.map(({ id }) => id))
  const shown = here.filter(({ profile }) => !known.find(profile.id)?.view.blocked)
  const people = shown.map(({ profile, presence }): ScenePerson => {
    const room = known.roomOf(profile.id)
    return {
      id: profile.id,
      profile,
      presence,
      me: profile.id === me?.id,
      friend: known.find(profile.id)?.view.relation === 'friends',
      room: room !== undefined && listed.has(room) ? room : undefined,
    }
  })
  if (me && known.invisible && !people.some((person) => person.me)) {
    const room = open !== undefined && listed.has(open) ? open : undefined
    people.unshift({ id: me.id, profile: me, presence: 'invisible', me: true, friend: false, room })
  }
  return {
    people: people.toSorted((one, other) => rank(one) - rank(other)),
    rooms: rooms.map(({ id, name }) => ({
      id,
      name,
      standing: !joined.has(id) ? 'outside' : id === open ? 'open' : 'member',
    })),
    connections: known.connections,
  }
}

const rank = ({ me, friend }: ScenePerson) => (me ? 0 : friend ? 1 : 2)

/** The same scene, in which whoever is as before is the same object: only what changed is drawn anew. */
export function keepSame(before: Scene | undefined, now: Scene): Scene {
  if (!before) return now
  return {
    people: same(before.people, now.people),
    rooms: same(before.rooms, now.rooms),
    connections: now.connections,
  }
}

function same<T extends { id: string }>(before: readonly T[], now: readonly T[]): T[] {
  const known = new Map(before.map((one) => [one.id, one]))
  return now.map((one) => {
    const old = known.get(one.id)
    return old && (Object.keys(one) as (keyof T)[]).every((key) => old[key] === one[key]) ? old : one
  })
}
