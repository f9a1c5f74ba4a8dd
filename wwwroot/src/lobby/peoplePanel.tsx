import { For, Show } from 'solid-js'
import X from 'lucide-solid/icons/x'
import { useChat } from '../chatContext'
import { InviteCard } from '../rooms/inviteCard'
import { Person } from './person'
import './lobby.css'

interface Props {
  ref: (element: HTMLElement) => void
  /** Whether to help somebody alone to invite others; an empty room does that by itself. */
  invite: boolean
  onClose: () => void
}

/** Everyone who is here now. */
export function PeoplePanel(props: Props) {
  const { lobby, session } = useChat()
  const close = (event: KeyboardEvent) => {
    if (event.key === 'Escape') props.onClose()
  }

  return (
    <aside class="people-panel" aria-label="People here" ref={props.ref} onKeyDown={close}>
      <header>
        <h2 class="panel-title">Online · {lobby.people().length}</h2>
        <button
          type="button"
          class="icon-button people-close"
          aria-label="Close people"
          onClick={() => props.onClose()}
        >
          <X size={18} aria-hidden="true" />
        </button>
      </header>
      {/* Scrolls, so it takes the focus. */}
      <ul role="list" aria-label="People" tabIndex={0}>
        <For each={lobby.people()}>
          {(person) => <Person person={person} me={person.profile.id === session.me()?.id} />}
        </For>
      </ul>
      <Show when={lobby.people().length === 1 && props.invite}>
        <InviteCard title="Nobody else is here" />
      </Show>
    </aside>
  )
}
