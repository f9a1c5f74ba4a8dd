import { Show } from 'solid-js'
import MessageCircle from 'lucide-solid/icons/message-circle'
import { useChat } from '../chatContext'
import { directWay, lead } from './directWay'

/** Leads to the direct chat with somebody: a friend, or somebody with whom there is one. */
export function MessageButton(props: { user: string }) {
  const { directs, friends } = useChat()
  const isOffered = () =>
    friends.find(props.user)?.view.relation === 'friends' || directs.find(props.user) !== undefined

  return (
    <Show when={isOffered()}>
      <button type="button" class="button primary" onClick={() => lead(directWay(props.user))}>
        <MessageCircle size={16} aria-hidden="true" /> Message
      </button>
    </Show>
  )
}
