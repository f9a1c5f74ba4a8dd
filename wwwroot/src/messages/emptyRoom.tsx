import { Show } from 'solid-js'
import { useChat } from '../chatContext'
import { InviteCard } from '../rooms/inviteCard'
import './emptyRoom.css'

/** A room in which nobody has said anything: what to do next. */
export function EmptyRoom(props: { room: string }) {
  const { lobby } = useChat()
  const alone = () => lobby.people().length <= 1

  return (
    <div class="empty-room">
      <h2>
        Welcome to <bdi>{props.room}</bdi>
      </h2>
      <Show when={alone()} fallback={<p>Nobody has said anything yet. Say hello, everyone here can read it.</p>}>
        <p>What you write below stays here for everyone who comes later.</p>
        <InviteCard title="You are the first one here" />
      </Show>
    </div>
  )
}
