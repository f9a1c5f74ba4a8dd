import { Show } from 'solid-js'
import { useChat } from '../chatContext'
import { Composer } from './composer'
import { MessageLog } from './messageLog'
import { SearchPanel } from './searchPanel'
import { TypingLine } from './typingLine'
import './conversationPane.css'

/** One conversation: what was said, who is writing, and where to write. */
export function ConversationPane(props: {
  conversation: string
  room: string
  searching: boolean
  /** With `gone`, the focus is at a message already. */
  onSearchClose: (gone?: boolean) => void
}) {
  const { messages, session } = useChat()
  const view = messages.open(props.conversation)
  let jump: (sequence: number) => Promise<boolean> = async () => false

  const goTo = async (sequence: number) => {
    const shown = await jump(sequence)
    // On a phone the search covers the messages.
    if (shown && matchMedia('(max-width: 699px)').matches) props.onSearchClose(true)
    return shown
  }

  return (
    <div class="conversation" classList={{ searching: props.searching }}>
      <MessageLog conversation={view} room={props.room} jumper={(given) => (jump = given)} />
      <Composer conversation={view} room={props.room} longest={session.limits().messageLength} />
      <TypingLine people={view.typing()} />
      <Show when={props.searching}>
        <SearchPanel view={view} room={props.room} onJump={goTo} onClose={() => props.onSearchClose()} />
      </Show>
    </div>
  )
}
