import { For, Show } from 'solid-js'
import { useChat } from '../chatContext'
import { fromEntry } from '../lobby/people'
import { Avatar } from '../ui/avatar'
import { FriendActs } from './friendActs'

/** Whom one has blocked. */
export function BlockedPanel() {
  const { friends, lobby } = useChat()
  const blocked = () =>
    friends
      .entries()
      .filter(({ view }) => view.blocked)
      .map((entry) => fromEntry(entry, lobby.person(entry.view.with)))
      .toSorted((one, other) => one.profile.name.localeCompare(other.profile.name))

  return (
    <section class="settings-form">
      <p class="settings-text">
        You do not see what these people write or whether they are here, and they cannot reach you. They are not told.
      </p>
      <ul role="list" class="entries" aria-label="Blocked people">
        <For each={blocked()} fallback={<li>{friends.known() ? 'You have blocked nobody.' : 'Loading…'}</li>}>
          {(person) => (
            <li>
              <Avatar of={person.profile} />
              <span class="entry-text">
                <bdi class="ellipsis">{person.profile.name}</bdi>
                <Show when={person.profile.handle}>{(handle) => <span>@{handle()}</span>}</Show>
              </span>
              <FriendActs person={person.profile} only={['unblock']} small />
            </li>
          )}
        </For>
      </ul>
    </section>
  )
}
