import type { LobbyPerson, LobbyRoom } from '../contract'

/** Who is here and which rooms are open. */
export interface LobbyView {
  /** Oneself first, then by name. */
  people(): LobbyPerson[]
  person(id: string): LobbyPerson | undefined
  rooms(): LobbyRoom[]
}
