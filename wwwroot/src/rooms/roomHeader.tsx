import { Show } from 'solid-js'
import Globe from 'lucide-solid/icons/globe'
import Hash from 'lucide-solid/icons/hash'
import Users from 'lucide-solid/icons/users'
import { useChat } from '../chatContext'
import type { RoomDescription } from '../contract'
import { RoomMenu } from './roomMenu'

/** Where one is, who can read it, and how many are here. */
export function RoomHeader(props: { room: RoomDescription; peopleShown: boolean; onPeople: () => void }) {
  const { lobby, rooms } = useChat()
  const listed = () => rooms.listed(props.room.id)
  const count = () => lobby.people().length

  return (
    <header class="room-header">
      <Hash class="room-header-icon" size={20} aria-hidden="true" />
      <h1 class="ellipsis">
        <bdi>{listed()?.name ?? props.room.name}</bdi>
      </h1>
      <p class="room-notice">
        <Globe size={13} aria-hidden="true" />
        <span class="ellipsis" title={listed()?.topic ?? undefined}>
          Open room · not end-to-end encrypted
          <Show when={listed()?.topic}>{(topic) => <bdi> · {topic()}</bdi>}</Show>
        </span>
      </p>
      <button
        type="button"
        class="room-count"
        aria-expanded={props.peopleShown}
        aria-label={`Show people, ${count()} here`}
        onClick={() => props.onPeople()}
      >
        <Users size={16} aria-hidden="true" />
        {count()} here
      </button>
      <p class="room-count-text">{count()} here</p>
      <Show when={listed() && props.room.id} keyed>
        {(id) => <Show when={rooms.listed(id)}>{(room) => <RoomMenu room={room()} />}</Show>}
      </Show>
    </header>
  )
}
