import { Show } from 'solid-js'
import Hash from 'lucide-solid/icons/hash'
import Timer from 'lucide-solid/icons/timer'

/** What stands before a room's name: whether it is kept. */
export function RoomIcon(props: { size: number; temporary: boolean }) {
  return (
    <Show when={props.temporary} fallback={<Hash size={props.size} aria-hidden="true" />}>
      <span
        class="room-icon"
        role="img"
        aria-label="Temporary"
        title="Temporary: ends when its owner leaves it or stays away"
      >
        <Timer size={props.size} aria-hidden="true" />
      </span>
    </Show>
  )
}
