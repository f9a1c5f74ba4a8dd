import type { LobbyChanged, LobbyPerson, LobbyRoom, LobbySnapshot, Whereabouts } from '../contract'

export interface Lobby {
  epoch: string
  version: number
  people: ReadonlyMap<string, LobbyPerson>
  rooms: ReadonlyMap<string, LobbyRoom>
  /** Of the rooms that not everyone belongs to, how many of their members are here; none of the others. */
  counts: ReadonlyMap<string, number>
  /** Of the people, the room that each is seen in; none of those who are in no room. */
  whereabouts: ReadonlyMap<string, string>
}

/** The lobby as far as it is known, and the changes that wait for a snapshot. */
export interface LobbyState {
  lobby: Lobby | undefined
  early: readonly LobbyChanged[]
  /** Whether a snapshot is needed to go on. */
  stale: boolean
  /** Whether a snapshot has already come that did not belong to the changes that wait. */
  doubted: boolean
}

// Whoever is that far behind does not need the changes but the snapshot.
const EarlyAtMost = 256

export const emptyLobby: LobbyState = { lobby: undefined, early: [], stale: false, doubted: false }

export function receiveChange(state: LobbyState, change: LobbyChanged): LobbyState {
  const { lobby } = state
  if (lobby?.epoch === change.epoch) {
    if (change.version <= lobby.version) return state
    if (change.version === lobby.version + 1 && !state.stale) return { ...state, lobby: apply(lobby, change) }
  }
  return { ...state, early: [...state.early, change].slice(-EarlyAtMost), stale: true }
}

export function receivePosition(state: LobbyState, position: { epoch: string; version: number }): LobbyState {
  const { lobby } = state
  const known = lobby?.epoch === position.epoch && lobby.version >= position.version
  return known ? state : { ...state, stale: true }
}

export function receiveSnapshot(state: LobbyState, snapshot: LobbySnapshot): LobbyState {
  let lobby: Lobby = {
    epoch: snapshot.epoch,
    version: snapshot.version,
    people: new Map(snapshot.people.map((person) => [person.profile.id, person])),
    rooms: new Map(snapshot.rooms.map((room) => [room.id, room])),
    counts: new Map(snapshot.counts.map(({ room, here }) => [room, here])),
    whereabouts: locate(new Map(), snapshot.whereabouts),
  }
  const later = state.early
    .filter((change) => change.epoch === lobby.epoch && change.version > lobby.version)
    .toSorted((one, other) => one.version - other.version)
  const left = later.filter((change) => {
    if (change.version === lobby.version + 1) lobby = apply(lobby, change)
    return change.version > lobby.version
  })
  if (left.length > 0) return { lobby, early: left, stale: true, doubted: false }
  // The last change is of another epoch: either it is older than the snapshot, or the snapshot was the last one of a
  // lobby that has since begun anew. One more snapshot tells.
  const doubt = !state.doubted && state.early.length > 0 && state.early.at(-1)?.epoch !== lobby.epoch
  const foreign = state.early.filter((change) => change.epoch !== lobby.epoch)
  return { lobby, early: doubt ? foreign : [], stale: doubt, doubted: doubt }
}

function apply(lobby: Lobby, change: LobbyChanged): Lobby {
  const people = new Map(lobby.people)
  for (const person of change.present) people.set(person.profile.id, person)
  for (const id of change.gone) people.delete(id)
  const rooms = new Map(lobby.rooms)
  for (const room of change.rooms) rooms.set(room.id, room)
  const counts = new Map(lobby.counts)
  for (const { room, here } of change.counts) {
    if (here > 0) counts.set(room, here)
    else counts.delete(room)
  }
  for (const id of change.goneRooms) {
    rooms.delete(id)
    counts.delete(id)
  }
  const whereabouts = locate(new Map(lobby.whereabouts), change.whereabouts)
  for (const id of change.gone) whereabouts.delete(id)
  return { epoch: lobby.epoch, version: change.version, people, rooms, counts, whereabouts }
}

function locate(known: Map<string, string>, told: readonly Whereabouts[]): Map<string, string> {
  for (const { user, room } of told) {
    if (room === null) known.delete(user)
    else known.set(user, room)
  }
  return known
}
