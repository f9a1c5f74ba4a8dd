import { useChat } from '../chatContext'
import { Composer } from './composer'
import { MessageLog } from './messageLog'
import { TypingLine } from './typingLine'
import './conversationPane.css'

/** One conversation: what was said, who is writing, and where to write. */
export function ConversationPane(props: { conversation: string; room: string }) {
  const { messages, session } = useChat()
  const view = messages.open(props.conversation)

  return (
    <div class="conversation">
      <MessageLog conversation={view} room={props.room} />
      <Composer conversation={view} room={props.room} longest={session.limits().messageLength} />
      <TypingLine people={view.typing()} />
    </div>
  )
}
