import type { Placement } from '@floating-ui/dom'
import { createSignal, Show } from 'solid-js'
import { useChat } from '../chatContext'
import { deviceFaces } from '../connections/deviceFaces'
import type { Profile } from '../contract'
import { FriendActs } from '../friends/friendActs'
import { MessageButton } from '../messages/messageButton'
import { PresenceAvatar } from '../presence/presenceAvatar'
import { lastSeenText, presenceNames } from '../presence/shownPresence'
import { GoToRoom } from '../rooms/goToRoom'
import { InviteToRoom } from '../rooms/inviteToRoom'
import { SignInDialog } from '../sessions/signInDialog'
import { float } from '../ui/floating'
import { createClock } from '../ui/ticking'
import { fullTime } from '../ui/times'
import { findPerson, isAway } from './people'
import './profileCard.css'

/** Who somebody is and what one may do about them, beside what was chosen. */
export function ProfileCard(props: { profile: Profile; anchor: Element; placement?: Placement }) {
  let card!: HTMLDivElement
  float(
    () => card,
    () => props.anchor,
    props.placement ?? 'left-start',
  )
  return (
    <div
      ref={card}
      class="profile-card floating"
      popover="manual"
      role="dialog"
      tabIndex={-1}
      aria-label={`About ${props.profile.name}`}
    >
      <PersonDetails profile={props.profile} />
    </div>
  )
}

/** The same, wherever it stands. */
export function PersonDetails(props: { profile: Profile }) {
  const { friends, lobby, presence, session } = useChat()
  const [signingIn, setSigningIn] = createSignal(false)
  const now = createClock(30_000)
  const me = () => session.me()
  const isMe = () => props.profile.id === me()?.id
  const person = () => findPerson(props.profile, lobby.person(props.profile.id), friends.find(props.profile.id))
  const profile = () => person().profile
  const shown = () => (isMe() && presence.availability() === 'invisible' ? 'invisible' : person().presence)
  const how = () => {
    const { lastSeenMs, devices, view } = person()
    if (view?.blocked) return 'You have blocked this person.'
    if (shown() === 'invisible') return 'Invisible: others see you as offline'
    if (isAway(person()))
      return lastSeenMs === null
        ? view?.relation === 'friends'
          ? 'Offline'
          : 'Not here now'
        : lastSeenText(lastSeenMs, now())
    return [presenceNames[shown()], ...devices.map((device) => deviceFaces[device].label)].join(' · ')
  }

  return (
    <>
      <header>
        <PresenceAvatar of={profile()} presence={shown()} />
        <span class="profile-card-names">
          <bdi class="person-name" style={{ '--user': profile().colour }}>
            {profile().name}
          </bdi>
          <Show when={profile().handle}>{(handle) => <span class="profile-card-handle">@{handle()}</span>}</Show>
          <Show when={profile().guest}>
            <span class="tag">Guest</span>
          </Show>
        </span>
      </header>
      <Show when={profile().status}>{(status) => <bdi class="profile-card-status">{status()}</bdi>}</Show>
      <p class="profile-card-how">{how()}</p>
      <Show when={person().view}>
        {(view) => (
          <Show when={view().relation !== 'none' && !view().blocked}>
            <p class="profile-card-how" title={fullTime(view().sinceMs)}>
              {relationTexts[view().relation as keyof typeof relationTexts]}
            </p>
          </Show>
        )}
      </Show>
      <Show when={!isMe()}>
        <Show when={profile().guest}>
          <p class="profile-card-how">Guests cannot have friends.</p>
        </Show>
        <MessageButton user={props.profile.id} />
        <Show when={me()?.guest && !profile().guest} fallback={<FriendActs person={profile()} />}>
          <p class="profile-card-how">To have friends, you need an account.</p>
          <button type="button" class="button primary" onClick={() => setSigningIn(true)}>
            Create an account or sign in
          </button>
        </Show>
        <Show when={!isAway(person())}>
          <GoToRoom whom={props.profile.id} />
          <InviteToRoom whom={props.profile.id} />
        </Show>
      </Show>
      <Show when={signingIn()}>
        <SignInDialog onClose={() => setSigningIn(false)} />
      </Show>
    </>
  )
}

const relationTexts = {
  friends: 'You are friends.',
  requestSent: 'Your friend request waits for an answer.',
  requestReceived: 'Wants to be your friend.',
}
