import { Show } from 'solid-js'
import User from 'lucide-solid/icons/user'
import { useChat } from '../chatContext'

/** How many of an open room's members are here now; nothing while nobody is. */
export function HereCount(props: { room: string }) {
  const { lobby } = useChat()
  return (
    <Show when={lobby.hereIn(props.room)}>
      {(here) => (
        <span class="here-count" title={`${here()} here now`}>
          <User size={13} aria-hidden="true" />
          {here()}
          <span class="spoken"> here now, </span>
        </span>
      )}
    </Show>
  )
}
