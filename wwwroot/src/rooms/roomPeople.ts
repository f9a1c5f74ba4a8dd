import { createMemo, createSignal } from 'solid-js'
import { useChat } from '../chatContext'
import type { Profile } from '../contract'
import type { ConversationPeople } from '../messages/conversationPeople'

/** As many pages of members as may be asked for at once without being too fast. */
const mostPages = 3
const staleMs = 60_000

/** Whom one may mean in a room, each once. */
export interface RoomPeople {
  /** Who is here now, oneself first. */
  here: readonly Profile[]
  away: readonly Profile[]
}

/** The members of a room, the first of them or all. */
export interface KnownMembers {
  profiles: readonly Profile[]
  all: boolean
}

/** As long as not all members are known, everybody who is here may be one, and whoever wrote what is on the page. */
export function roomPeople(
  present: readonly Profile[],
  members: KnownMembers | undefined,
  authors: readonly Profile[],
): RoomPeople {
  const known = new Set([...(members?.profiles ?? []), ...authors].map(({ id }) => id))
  const presentIds = new Set(present.map(({ id }) => id))
  const others = [...(members?.all ? [] : authors), ...(members?.profiles ?? [])]
  // Who is gone for good has no name.
  const away = new Map(others.flatMap((each) => (each.name && !presentIds.has(each.id) ? [[each.id, each]] : [])))
  return {
    here: members?.all ? present.filter(({ id }) => known.has(id)) : present,
    away: [...away.values()].toSorted((one, other) => one.name.localeCompare(other.name)),
  }
}

/** The members are asked for only when somebody needs them. */
export function createRoomPeople(room: string, authors: () => readonly Profile[]): ConversationPeople {
  const { friends, lobby, rooms } = useChat()
  const [members, setMembers] = createSignal<KnownMembers>()
  let askedMs = -Infinity

  async function ask() {
    const profiles: Profile[] = []
    let next: number | null = 0
    for (let page = 0; next !== null && page < mostPages; page++) {
      const { value } = await rooms.members(room, next)
      if (!value) return
      profiles.push(...value.members.map(({ profile }) => profile))
      next = value.next
    }
    setMembers({ profiles, all: next === null })
  }

  const people = createMemo(() => {
    const shown = ({ id }: Profile) => !friends.blocked(id)
    const present = lobby.people().map(({ profile }) => profile)
    const known = members()
    return roomPeople(
      present.filter(shown),
      known && { ...known, profiles: known.profiles.filter(shown) },
      authors().filter(shown),
    )
  })

  return {
    get here() {
      return people().here
    },
    get away() {
      return people().away
    },
    everybody: 'everybody in this room',
    want() {
      // Of the room that everyone belongs to there is no list.
      if (rooms.listed(room)?.everyone || Date.now() - askedMs < staleMs) return
      askedMs = Date.now()
      void ask()
    },
  }
}
