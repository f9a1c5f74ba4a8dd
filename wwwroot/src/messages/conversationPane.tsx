import { Show } from 'solid-js'
import { useChat } from '../chatContext'
import type { RoomDescription } from '../contract'
import type { Place } from '../rooms/roomChoice'
import { createRoomPeople } from '../rooms/roomPeople'
import { createStanding } from '../rooms/standing'
import { isNarrow } from '../ui/narrow'
import { Composer } from './composer'
import { MessageLog } from './messageLog'
import { SearchPanel } from './searchPanel'
import { TypingLine } from './typingLine'
import './conversationPane.css'

interface Props {
  conversation: string
  room: RoomDescription
  /** What the room is called now. */
  name: string
  /** Whether what is typed next is for it. */
  takesFocus: boolean
  wanted: Place | undefined
  link: (message: number) => string
  searching: boolean
  /** With `gone`, the focus is at a message already. */
  onSearchClose: (gone?: boolean) => void
}

/** One conversation: what was said, who is writing, and where to write. */
export function ConversationPane(props: Props) {
  const { friends, messages, session } = useChat()
  const view = messages.open(props.conversation)
  const standing = createStanding(() => props.room)
  const people = createRoomPeople(props.room.id, () => view.messages().map(({ author }) => author))
  let jump: (sequence: number) => Promise<boolean> = async () => false

  const goTo = async (sequence: number) => {
    const shown = await jump(sequence)
    // On a phone the search covers the messages.
    if (shown && isNarrow()) props.onSearchClose(true)
    return shown
  }

  return (
    <div class="conversation" classList={{ searching: props.searching }}>
      <MessageLog
        conversation={view}
        standing={standing}
        room={props.name}
        wanted={props.wanted}
        covered={props.searching && isNarrow()}
        link={props.link}
        jumper={(given) => (jump = given)}
      />
      <Composer
        conversation={view}
        standing={standing}
        room={props.name}
        people={people}
        takesFocus={props.takesFocus}
        longest={session.limits().messageLength}
      />
      <TypingLine people={view.typing().filter(({ id }) => !friends.blocked(id))} />
      <Show when={props.searching}>
        <SearchPanel
          view={view}
          room={props.name}
          people={people}
          onJump={goTo}
          onClose={() => props.onSearchClose()}
        />
      </Show>
    </div>
  )
}
