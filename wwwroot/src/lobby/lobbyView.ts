import type { LobbyPerson, LobbyRoom } from '../contract'

/** Who is here and which rooms are open. */
export interface LobbyView {
  /** Oneself first, then by name. */
  people(): LobbyPerson[]
  person(id: string): LobbyPerson | undefined
  rooms(): LobbyRoom[]
  /** How many of an open room's members are here now. */
  hereIn(room: string): number
  /** The room in which everyone sees this person; undefined for in none. */
  roomOf(user: string): string | undefined
}
