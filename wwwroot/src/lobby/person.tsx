import { For, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { useChat } from '../chatContext'
import { deviceFaces } from '../connections/deviceFaces'
import { PresenceAvatar } from '../presence/presenceAvatar'
import { lastSeenText, presenceNames } from '../presence/shownPresence'
import { unreadText, waitingInDirect } from '../rooms/unread'
import { createClock } from '../ui/ticking'
import { PopoverButton } from '../ui/popoverButton'
import { isAway, type ListedPerson } from './people'
import { ProfileCard } from './profileCard'

/** A line in a list of people: who they are and how they are here. Choosing it opens their card. */
export function Person(props: { person: ListedPerson; me: boolean }) {
  const { directs } = useChat()
  const profile = () => props.person.profile
  const waiting = () => waitingInDirect(directs.find(profile().id)).mentions
  const title = () => (profile().handle ? `${profile().name} (@${profile().handle})` : profile().name)
  const now = createClock(30_000, () => props.person.lastSeenMs !== null)
  const away = () => isAway(props.person)
  const below = () =>
    away() && props.person.lastSeenMs !== null
      ? lastSeenText(props.person.lastSeenMs, now())
      : (profile().status ?? (props.person.presence === 'online' ? undefined : presenceNames[props.person.presence]))

  return (
    <PopoverButton
      class="person"
      face={
        <>
          <PresenceAvatar of={profile()} presence={props.person.presence} />
          <span class="person-text" classList={{ away: away() }}>
            <bdi class="person-name ellipsis" title={title()} style={{ '--user': profile().colour }}>
              {profile().name}
            </bdi>
            <Show when={below()}>
              {(text) => (
                <bdi class="person-status ellipsis" title={text()}>
                  {text()}
                </bdi>
              )}
            </Show>
          </span>
          <Show when={props.me}>
            <span class="person-me"> you</span>
          </Show>
          <Show when={profile().guest}>
            <span class="tag"> Guest</span>
          </Show>
          <Show when={profile().status && !away() && props.person.presence !== 'online'}>
            <span class="spoken"> {presenceNames[props.person.presence]}</span>
          </Show>
          <span class="person-devices">
            <For each={props.person.devices}>
              {(device) => (
                <span role="img" aria-label={deviceFaces[device].label} title={deviceFaces[device].label}>
                  <Dynamic component={deviceFaces[device].icon} size={15} aria-hidden="true" />
                </span>
              )}
            </For>
          </span>
          <Show when={waiting() > 0}>
            <span class="count mentions">
              {' '}
              {unreadText(waiting())}
              <span class="spoken"> unread</span>
            </span>
          </Show>
        </>
      }
    >
      {(anchor) => <ProfileCard profile={profile()} anchor={anchor} />}
    </PopoverButton>
  )
}
