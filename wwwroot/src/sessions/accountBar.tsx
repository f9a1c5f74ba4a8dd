import { createSignal, Show } from 'solid-js'
import LogIn from 'lucide-solid/icons/log-in'
import LogOut from 'lucide-solid/icons/log-out'
import SettingsIcon from 'lucide-solid/icons/settings'
import ChevronsUpDown from 'lucide-solid/icons/chevrons-up-down'
import UserRoundX from 'lucide-solid/icons/user-round-x'
import X from 'lucide-solid/icons/x'
import { useChat } from '../chatContext'
import { AvailabilityItems } from '../presence/availabilityItems'
import { PresenceAvatar } from '../presence/presenceAvatar'
import { presenceNames, type ShownPresence } from '../presence/shownPresence'
import { refusalSentence, type Trouble } from '../refusals'
import { Alert } from '../ui/alert'
import { MenuButton, MenuItem } from '../ui/menu'
import { SettingsDialog } from '../users/settingsDialog'
import { SignInDialog } from './signInDialog'
import './accountBar.css'

/** Who one is here, and the commands that concern oneself. */
export function AccountBar() {
  const { presence, session } = useChat()
  const [open, setOpen] = createSignal<'settings' | 'signIn'>()
  const [trouble, setTrouble] = createSignal<Trouble>()
  const close = () => setOpen(undefined)
  // That one is idle one need not be told: whoever looks is not.
  const shown = (): ShownPresence => {
    const chosen = presence.availability()
    return chosen === 'available' ? 'online' : chosen
  }

  return (
    <section class="account" aria-label="You">
      <Alert trouble={trouble()} />
      <Outcome />
      <Show when={session.me()}>
        {(me) => (
          <MenuButton
            label={`Account: ${me().name}${shown() === 'online' ? '' : `, ${presenceNames[shown()]}`}`}
            class="account-button"
            face={
              <>
                <PresenceAvatar of={me()} presence={shown()} />
                <span class="account-name">
                  <bdi class="ellipsis">{me().name}</bdi>
                  <Show when={shown() !== 'online'}>
                    <small>{presenceNames[shown()]}</small>
                  </Show>
                </span>
                <ChevronsUpDown size={16} aria-hidden="true" />
              </>
            }
          >
            <AvailabilityItems onTrouble={setTrouble} />
            <Show when={me().guest}>
              <MenuItem onChoose={() => setOpen('signIn')}>
                <LogIn size={17} aria-hidden="true" /> Create an account or sign in
              </MenuItem>
            </Show>
            <MenuItem onChoose={() => setOpen('settings')}>
              <SettingsIcon size={17} aria-hidden="true" /> Settings
            </MenuItem>
            <Show when={!me().guest && session.ways().guest}>
              <MenuItem onChoose={() => void session.becomeAnonymous().then(setTrouble)}>
                <UserRoundX size={17} aria-hidden="true" /> Become anonymous
              </MenuItem>
            </Show>
            <MenuItem onChoose={() => void session.signOut().then(setTrouble)}>
              <LogOut size={17} aria-hidden="true" /> Sign out
            </MenuItem>
          </MenuButton>
        )}
      </Show>
      <Show when={open() === 'settings'}>
        <SettingsDialog onClose={close} />
      </Show>
      <Show when={open() === 'signIn'}>
        <SignInDialog onClose={close} />
      </Show>
    </section>
  )
}

/** How the way to GitHub and back ended, for somebody who is in already. */
function Outcome() {
  const { session } = useChat()
  return (
    <Show when={session.outcome()}>
      {(outcome) => {
        const told = () => outcome()
        const text = () => {
          const now = told()
          return now === 'added' ? 'Your GitHub account opens this account from now on.' : refusalSentence(now)
        }
        return (
          <div class={told() === 'added' ? 'note' : 'alert'} role={told() === 'added' ? 'status' : 'alert'}>
            <span>{text()}</span>
            <button
              type="button"
              class="icon-button small"
              aria-label="Dismiss"
              onClick={() => session.dismissOutcome()}
            >
              <X size={16} aria-hidden="true" />
            </button>
          </div>
        )
      }}
    </Show>
  )
}
