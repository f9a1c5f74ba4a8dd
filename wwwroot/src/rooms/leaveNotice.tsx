import { Show } from 'solid-js'
import X from 'lucide-solid/icons/x'
import { useChat } from '../chatContext'
import type { LeaveNotice as Notice } from './roomsView'

/** Says why a room is not there any more. */
export function LeaveNotice() {
  const { rooms } = useChat()
  return (
    <Show when={rooms.notice()}>
      {(notice) => (
        <div class="leave-notice" role="alert">
          <p>{sentence(notice())}</p>
          <button
            type="button"
            class="icon-button small"
            aria-label="Dismiss"
            title="Dismiss"
            onClick={() => rooms.dismissNotice()}
          >
            <X size={17} aria-hidden="true" />
          </button>
        </div>
      )}
    </Show>
  )
}

function sentence({ room, reason, by }: Notice): string {
  const who = by ?? 'A moderator'
  switch (reason) {
    case 'kicked':
      return `${who} removed you from ${room}. You can join it again.`
    case 'banned':
      return `${who} banned you from ${room}. You cannot join it until the ban is lifted.`
    case 'roomGone':
      return `${room} is no more.`
    case 'gone':
      return `You are not in ${room} any more.`
  }
}
