import { Show } from 'solid-js'
import Globe from 'lucide-solid/icons/globe'
import { useChat } from '../chatContext'
import type { RoomDescription } from '../contract'
import { type HeaderActs, HeaderButtons } from '../messages/headerButtons'
import { RoomIcon } from './roomIcon'
import { RoomMenu } from './roomMenu'

/** Where one is, who can read it, and how many people are online, in this room or not. */
export function RoomHeader(props: HeaderActs & { room: RoomDescription }) {
  const { rooms } = useChat()
  const listed = () => rooms.listed(props.room.id)
  const notice = () =>
    [listed()?.temporary && 'This room ends when its owner leaves it, or is away for a minute.', listed()?.topic]
      .filter(Boolean)
      .join(' ') || undefined

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
      <HeaderButtons {...props} within="this room" />
      <Show when={listed() && props.room.id} keyed>
        {(id) => <Show when={rooms.listed(id)}>{(room) => <RoomMenu room={room()} role={props.room.role} />}</Show>}
      </Show>
    </header>
  )
}
