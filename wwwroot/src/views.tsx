import { Show } from 'solid-js'
import MessageCircle from 'lucide-solid/icons/message-circle'
import Hash from 'lucide-solid/icons/hash'
import Users from 'lucide-solid/icons/users'
import Waypoints from 'lucide-solid/icons/waypoints'
import { useChat } from './chatContext'
import { unreadText, waitingCount, waitingInAll } from './rooms/unread'

export type Panel = 'rooms' | 'chat' | 'graph' | 'people'

/** The views of the lobby; on a phone also the way between the three panels of the list view. */
export function Views(props: { panel: Panel; onChoose: (panel: Panel) => void }) {
  const { directs, friends, inbox } = useChat()
  const requests = () => friends.entries().filter(({ view }) => view.relation === 'requestReceived').length
  const waiting = () => waitingInAll(inbox.conversations(), directs.conversations())
  const unread = () => waitingCount(waiting())
  const current = (panel: Panel) => (props.panel === panel ? 'page' : undefined)

  return (
    <nav class="views" aria-label="Views">
      <button type="button" class="phone-only" aria-current={current('rooms')} onClick={() => props.onChoose('rooms')}>
        <Hash size={20} aria-hidden="true" />
        <span>Rooms</span>
        <Show when={unread() > 0}>
          <span class="count" classList={{ mentions: waiting().mentions > 0 }} aria-hidden="true">
            {unreadText(unread())}
          </span>
        </Show>
      </button>
      <button type="button" aria-current={current('chat')} onClick={() => props.onChoose('chat')}>
        <MessageCircle size={20} aria-hidden="true" />
        <span>Chat</span>
      </button>
      <button type="button" aria-current={current('graph')} onClick={() => props.onChoose('graph')}>
        <Waypoints size={20} aria-hidden="true" />
        <span>Graph</span>
      </button>
      <button
        type="button"
        class="view-people"
        aria-current={current('people')}
        onClick={() => props.onChoose('people')}
      >
        <Users size={20} aria-hidden="true" />
        <span>People</span>
        <Show when={requests() > 0}>
          <span class="count mentions">
            {requests()}
            <span class="spoken"> {requests() === 1 ? 'friend request' : 'friend requests'}</span>
          </span>
        </Show>
      </button>
    </nav>
  )
}
