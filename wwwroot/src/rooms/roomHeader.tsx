import { Show } from 'solid-js'
import Globe from 'lucide-solid/icons/globe'
import Search from 'lucide-solid/icons/search'
import Users from 'lucide-solid/icons/users'
import { useChat } from '../chatContext'
import type { RoomDescription } from '../contract'
import { createHereCount } from '../lobby/hereCount'
import { RoomIcon } from './roomIcon'
import { RoomMenu } from './roomMenu'

/** Where one is, who can read it, and how many people are online, in this room or not. */
export function RoomHeader(props: {
  room: RoomDescription
  peopleShown: boolean
  onPeople: () => void
  searching: boolean
  onSearch: () => void
}) {
  const { rooms } = useChat()
  const listed = () => rooms.listed(props.room.id)
  const notice = () =>
    [listed()?.temporary && 'This room ends when its owner leaves it, or is away for a minute.', listed()?.topic]
      .filter(Boolean)
      .join(' ') || undefined
  const count = createHereCount()

  return (
    <header class="room-header">
      <span class="room-header-icon">
        <RoomIcon size={20} temporary={listed()?.temporary ?? false} />
      </span>
      <h1 class="ellipsis">
        <bdi>{rooms.nameOf(props.room)}</bdi>
      </h1>
      <p class="room-notice">
        <Globe size={13} aria-hidden="true" />
        <span class="ellipsis" title={notice()}>
          {listed()?.temporary ? 'Temporary room' : 'Open room'} · not end-to-end encrypted
          <Show when={listed()?.topic}>{(topic) => <bdi> · {topic()}</bdi>}</Show>
        </span>
      </p>
      <button
        type="button"
        class="icon-button room-search"
        aria-expanded={props.searching}
        aria-label="Search in this room"
        title="Search (Ctrl+F)"
        onClick={() => props.onSearch()}
      >
        <Search size={18} aria-hidden="true" />
      </button>
      <button
        type="button"
        class="room-count"
        aria-expanded={props.peopleShown}
        aria-label={`Show people, ${count()} online`}
        onClick={() => props.onPeople()}
      >
        <Users size={16} aria-hidden="true" />
        {count()} online
      </button>
      <p class="room-count-text">{count()} online</p>
      <Show when={listed() && props.room.id} keyed>
        {(id) => <Show when={rooms.listed(id)}>{(room) => <RoomMenu room={room()} role={props.room.role} />}</Show>}
      </Show>
    </header>
  )
}
