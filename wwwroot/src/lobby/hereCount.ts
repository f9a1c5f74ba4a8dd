import type { Accessor } from 'solid-js'
import { useChat } from '../chatContext'

/** How many people one sees here: whoever one has blocked is none of them. */
export function createHereCount(): Accessor<number> {
  const { friends, lobby } = useChat()
  return () => lobby.people().filter(({ profile }) => !friends.blocked(profile.id)).length
}
