import { Key } from '@solid-primitives/keyed'
import { createMemo, Show } from 'solid-js'
import BellOff from 'lucide-solid/icons/bell-off'
import { useChat } from '../chatContext'
import type { DirectConversation } from '../contract'
import { findPerson, personName } from '../lobby/people'
import { PresenceAvatar } from '../presence/presenceAvatar'
import { presenceNames } from '../presence/shownPresence'
import { unreadText, waitingInDirect } from '../rooms/unread'
import { roveFocus } from '../ui/roving'
import { createDirectOrder } from './directOrder'
import './directList.css'

interface Props {
  /** With whom the chat is that is open. */
  chosen: string | undefined
  onChoose: (user: string) => void
}

/** The people with whom one writes. Nothing at all as long as there is nobody. Arrow keys move between them. */
export function DirectList(props: Props) {
  const { directs } = useChat()
  const order = createDirectOrder(directs.conversations)
  const entrance = createMemo(() => {
    const users = order().map((direct) => direct.with.id)
    return users.find((user) => user === props.chosen) ?? users[0]
  })

  return (
    <Show when={order().length > 0}>
      <section aria-labelledby="directs-title">
        <h2 class="panel-title" id="directs-title">
          Direct messages
        </h2>
        <ul
          role="list"
          aria-label="Direct messages"
          onKeyDown={(event) => roveFocus(event, event.currentTarget, 'button')}
        >
          <Key each={order()} by="conversation">
            {(direct) => (
              <li>
                <DirectItem
                  direct={direct()}
                  chosen={direct().with.id === props.chosen}
                  entrance={direct().with.id === entrance()}
                  onChoose={props.onChoose}
                />
              </li>
            )}
          </Key>
        </ul>
      </section>
    </Show>
  )
}

interface ItemProps {
  direct: DirectConversation
  chosen: boolean
  /** Whether the Tab key leads here. */
  entrance: boolean
  onChoose: (user: string) => void
}

function DirectItem(props: ItemProps) {
  const { friends, lobby } = useChat()
  const user = () => props.direct.with.id
  const person = () => findPerson(props.direct.with, lobby.person(user()), friends.find(user()))
  const waiting = () => waitingInDirect(props.direct).mentions

  return (
    <button
      type="button"
      class="room direct"
      classList={{ unread: waiting() > 0, muted: props.direct.level === 'none' }}
      aria-current={props.chosen ? 'page' : undefined}
      tabIndex={props.entrance ? 0 : -1}
      onClick={() => props.onChoose(user())}
    >
      <PresenceAvatar of={person().profile} presence={person().presence} />
      <bdi class="ellipsis">{personName(person().profile)}</bdi>
      <span class="spoken"> {presenceNames[person().presence]} </span>
      <Show when={props.direct.level === 'none'}>
        <BellOff size={15} aria-hidden="true" />
        <span class="spoken"> muted </span>
      </Show>
      <Show when={waiting() > 0}>
        <span class="count mentions">
          {unreadText(waiting())}
          <span class="spoken"> unread</span>
        </span>
      </Show>
    </button>
  )
}
