import { useChat } from '../chatContext'
import { Composer } from './composer'
import { MessageLog } from './messageLog'
import { TypingLine } from './typingLine'
import './conversationPane.css'

interface Props {
  conversation: string
  room: string
  wanted: number | undefined
  link: (message: number) => string
}

/** One conversation: what was said, who is writing, and where to write. */
export function ConversationPane(props: Props) {
  const { messages, session } = useChat()
  const view = messages.open(props.conversation)

  return (
    <div class="conversation">
      <MessageLog conversation={view} room={props.room} wanted={props.wanted} link={props.link} />
      <Composer conversation={view} room={props.room} longest={session.limits().messageLength} />
      <TypingLine people={view.typing()} />
    </div>
  )
}
