import { createSignal, Show } from 'solid-js'
import LogOut from 'lucide-solid/icons/log-out'
import SettingsIcon from 'lucide-solid/icons/settings'
import ChevronsUpDown from 'lucide-solid/icons/chevrons-up-down'
import type { Refusal } from '../contract'
import { useChat } from '../chatContext'
import { refusalSentence } from '../refusals'
import { Avatar } from '../ui/avatar'
import { MenuButton, MenuItem } from '../ui/menu'
import { SettingsDialog } from './settingsDialog'
import './accountBar.css'

/** Who one is here, and the commands that concern oneself. */
export function AccountBar() {
  const { session } = useChat()
  const [settings, setSettings] = createSignal(false)
  const [refusal, setRefusal] = createSignal<Refusal>()
  const signOut = async () => setRefusal(await session.signOut())

  return (
    <section class="account" aria-label="You">
      <Show when={refusal()}>
        {(reason) => (
          <p class="alert" role="alert">
            {refusalSentence(reason())}
          </p>
        )}
      </Show>
      <Show when={session.me()}>
        {(me) => (
          <MenuButton
            label={`Account: ${me().name}`}
            class="account-button"
            face={
              <>
                <Avatar name={me().name} colour={me().colour} />
                <bdi class="ellipsis">{me().name}</bdi>
                <ChevronsUpDown size={16} aria-hidden="true" />
              </>
            }
          >
            <MenuItem onChoose={() => setSettings(true)}>
              <SettingsIcon size={17} aria-hidden="true" /> Settings
            </MenuItem>
            <MenuItem onChoose={() => void signOut()}>
              <LogOut size={17} aria-hidden="true" /> Sign out
            </MenuItem>
          </MenuButton>
        )}
      </Show>
      <Show when={settings()}>
        <SettingsDialog onClose={() => setSettings(false)} />
      </Show>
    </section>
  )
}
