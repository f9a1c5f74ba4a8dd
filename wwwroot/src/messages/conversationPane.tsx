import { useChat } from '../chatContext'
import type { RoomDescription } from '../contract'
import { createStanding } from '../rooms/standing'
import { Composer } from './composer'
import { MessageLog } from './messageLog'
import { TypingLine } from './typingLine'
import './conversationPane.css'

interface Props {
  conversation: string
  room: RoomDescription
  wanted: number | undefined
  link: (message: number) => string
}

/** One conversation: what was said, who is writing, and where to write. */
export function ConversationPane(props: Props) {
  const { messages, session } = useChat()
  const view = messages.open(props.conversation)
  const standing = createStanding(() => props.room)

  return (
    <div class="conversation">
      <MessageLog
        conversation={view}
        standing={standing}
        room={props.room.name}
        wanted={props.wanted}
        link={props.link}
      />
      <Composer
        conversation={view}
        standing={standing}
        room={props.room.name}
        longest={session.limits().messageLength}
      />
      <TypingLine people={view.typing()} />
    </div>
  )
}
