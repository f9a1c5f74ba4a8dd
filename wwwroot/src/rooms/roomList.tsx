import { Index, Show } from 'solid-js'
import Hash from 'lucide-solid/icons/hash'
import { useChat } from '../chatContext'
import { roveFocus } from '../ui/roving'
import { unreadText } from './unread'
import './rooms.css'

/** The rooms one can read, with what waits in each. Arrow keys move between them. */
export function RoomList(props: { chosen: string | undefined; onChoose: (conversation: string) => void }) {
  const { inbox } = useChat()

  return (
    <nav class="rooms" aria-labelledby="rooms-title">
      <h2 class="panel-title" id="rooms-title">
        Rooms
      </h2>
      <ul role="list" aria-label="Rooms" onKeyDown={(event) => roveFocus(event, event.currentTarget, 'button')}>
        <Index each={inbox.conversations()}>
          {(item) => {
            const chosen = () => item().conversation === props.chosen
            return (
              <li>
                <button
                  type="button"
                  class="room"
                  classList={{ unread: item().unread > 0 }}
                  aria-current={chosen() ? 'page' : undefined}
                  tabIndex={chosen() ? 0 : -1}
                  onClick={() => props.onChoose(item().conversation)}
                >
                  <Hash size={17} aria-hidden="true" />
                  <bdi class="ellipsis">{item().room.name}</bdi>
                  <Show when={item().unread > 0}>
                    <span class="count">
                      {unreadText(item().unread)}
                      <span class="spoken"> unread</span>
                    </span>
                  </Show>
                </button>
              </li>
            )
          }}
        </Index>
      </ul>
    </nav>
  )
}
