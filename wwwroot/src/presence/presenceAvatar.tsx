import { Avatar, type Face } from '../ui/avatar'
import type { ShownPresence } from './shownPresence'
import './presence.css'

/** A picture with a mark that shows the presence by shape and colour. Decoration: words beside it say the same. */
export function PresenceAvatar(props: { of: Face; presence: ShownPresence }) {
  return (
    <span class="presence-avatar" aria-hidden="true">
      <Avatar of={props.of} />
      <i class="presence-mark" data-presence={props.presence} />
    </span>
  )
}
