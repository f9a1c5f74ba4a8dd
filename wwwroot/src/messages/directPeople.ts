import { useChat } from '../chatContext'
import type { Profile } from '../contract'
import { findPerson, isAway } from '../lobby/people'
import type { ConversationPeople } from './conversationPeople'

/** The two of a direct chat. */
export function createDirectPeople(other: () => Profile): ConversationPeople {
  const { friends, lobby, session } = useChat()
  const person = () => findPerson(other(), lobby.person(other().id), friends.find(other().id))
  const me = () => session.me()

  return {
    get here() {
      const mine = me()
      return [...(mine ? [mine] : []), ...(isAway(person()) ? [] : [person().profile])]
    },
    get away() {
      return isAway(person()) ? [person().profile] : []
    },
    everybody: undefined,
    want() {},
  }
}
