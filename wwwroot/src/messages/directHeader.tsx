import { createSignal, Show } from 'solid-js'
import Lock from 'lucide-solid/icons/lock'
import ShieldAlert from 'lucide-solid/icons/shield-alert'
import ShieldCheck from 'lucide-solid/icons/shield-check'
import { Dynamic } from 'solid-js/web'
import { useChat } from '../chatContext'
import type { Profile } from '../contract'
import { findPerson, personName } from '../lobby/people'
import { ProfileCard } from '../lobby/profileCard'
import { PresenceAvatar } from '../presence/presenceAvatar'
import { PopoverButton } from '../ui/popoverButton'
import { createClock } from '../ui/ticking'
import { EncryptionDialog } from './encryptionDialog'
import { type HeaderActs, HeaderButtons } from './headerButtons'
import { howText } from './howText'
import { safetyOf } from './safety'
import './directHeader.css'

const icons = { encrypted: Lock, verified: ShieldCheck, doubtful: ShieldAlert }
const faces = { encrypted: 'Encrypted', verified: 'Verified', doubtful: 'Warning' }

/** With whom one writes, how they are here, and how it is protected. */
export function DirectHeader(props: HeaderActs & { person: Profile }) {
  const { directs, friends, lobby } = useChat()
  const [open, setOpen] = createSignal(false)
  const now = createClock(30_000)
  const person = () => findPerson(props.person, lobby.person(props.person.id), friends.find(props.person.id))
  const profile = () => person().profile
  const name = () => personName(profile())
  const how = () => howText(person(), now())
  const safety = () => safetyOf(directs.protection(props.person.id))

  return (
    <header class="room-header direct-header">
      <h1 class="spoken">{name()}</h1>
      <PopoverButton
        class="direct-who"
        face={
          <>
            <PresenceAvatar of={profile()} presence={person().presence} />
            <span class="direct-who-text">
              <bdi class="ellipsis">{name()}</bdi> <span class="ellipsis">{how()}</span>
            </span>
          </>
        }
      >
        {(anchor) => <ProfileCard profile={profile()} anchor={anchor} placement="bottom-start" />}
      </PopoverButton>
      <button
        type="button"
        class="direct-lock"
        data-safety={safety()}
        aria-label={`Encryption: ${faces[safety()]}`}
        aria-haspopup="dialog"
        title="Who can read this, and how to make sure"
        onClick={() => setOpen(true)}
      >
        <Dynamic component={icons[safety()]} size={16} aria-hidden="true" />
        <span>{faces[safety()]}</span>
      </button>
      <HeaderButtons {...props} within="this chat" />
      <Show when={open()}>
        <EncryptionDialog person={profile()} onClose={() => setOpen(false)} />
      </Show>
    </header>
  )
}
