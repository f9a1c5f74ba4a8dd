import { createEffect, type JSX, Show } from 'solid-js'
import { useChat } from '../chatContext'
import type { Standing } from '../rooms/standing'
import { isNarrow } from '../ui/narrow'
import { Composer } from './composer'
import type { ConversationPeople } from './conversationPeople'
import { MessageLog } from './messageLog'
import type { ConversationView } from './messagesView'
import { SearchPanel } from './searchPanel'
import { TypingLine } from './typingLine'
import './conversationPane.css'

/** How a conversation is shown, whichever it is. */
export interface Showing {
  /** Whether what is typed next is for it. */
  takesFocus: boolean
  /** Where the address leads in it. */
  wanted: { message?: number } | undefined
  searching: boolean
  /** With `gone`, the focus is at a message already. */
  onSearchClose: (gone?: boolean) => void
}

interface Props extends Showing {
  view: ConversationView
  /** What it is called now. */
  name: string
  standing: Standing
  people: ConversationPeople
  /** The address of a message. */
  link: (message: number) => string
  /** What stands above the first message. */
  beginning: JSX.Element
  /** The same while there is none. */
  empty: JSX.Element
  /** What is to be said before one writes. */
  beforeWriting?: JSX.Element
  /** Whether something else stands in the place of the composer. */
  isClosed?: boolean
  closed?: JSX.Element
}

/** One conversation: what was said, who is writing, and where to write. */
export function ConversationPane(props: Props) {
  const { friends, session } = useChat()
  const { view } = props
  let jump: (sequence: number) => Promise<boolean> = async () => false
  let wasClosed = false
  createEffect(() => (wasClosed ||= props.isClosed ?? false))
  // Where the composer comes back, it takes the focus only of what went when it came.
  const takesFocus = () => (wasClosed ? document.activeElement === document.body : props.takesFocus)

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
        standing={props.standing}
        beginning={props.beginning}
        empty={props.empty}
        wanted={props.wanted}
        covered={props.searching && isNarrow()}
        link={props.link}
        jumper={(given) => (jump = given)}
      />
      <Show
        when={props.isClosed}
        fallback={
          <div class="writing">
            {props.beforeWriting}
            <Composer
              conversation={view}
              standing={props.standing}
              name={props.name}
              people={props.people}
              takesFocus={takesFocus()}
              longest={session.limits().messageLength}
            />
          </div>
        }
      >
        {props.closed}
      </Show>
      <TypingLine people={view.typing().filter(({ id }) => !friends.blocked(id))} />
      <Show when={props.searching}>
        <SearchPanel
          view={view}
          name={props.name}
          people={props.people}
          onJump={goTo}
          onClose={() => props.onSearchClose()}
        />
      </Show>
    </div>
  )
}
