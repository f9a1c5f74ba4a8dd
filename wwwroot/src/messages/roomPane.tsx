import { useChat } from '../chatContext'
import type { RoomDescription } from '../contract'
import { way } from '../rooms/roomChoice'
import { createRoomPeople } from '../rooms/roomPeople'
import { createStanding } from '../rooms/standing'
import { ConversationPane, type Showing } from './conversationPane'
import { EmptyRoom } from './emptyRoom'

interface Props extends Showing {
  conversation: string
  room: RoomDescription
}

/** The conversation of a room. */
export function RoomPane(props: Props) {
  const { messages, rooms, session } = useChat()
  const view = messages.open(props.conversation)
  const standing = createStanding(() => props.room)
  const people = createRoomPeople(props.room.id, () => view.messages().map(({ author }) => author))
  const name = () => rooms.nameOf(props.room)

  return (
    <ConversationPane
      {...props}
      view={view}
      name={name()}
      standing={standing}
      people={people}
      link={(message) => `${session.inviteUrl()}${way(props.room.id, message)}`}
      beginning={
        <>
          This is where <b>{name()}</b> begins.
        </>
      }
      empty={<EmptyRoom room={name()} />}
    />
  )
}
