import { useChat } from '../chatContext'
import { DevicesPanel } from '../sessions/devicesPanel'
import { WaysInPanel } from '../sessions/waysInPanel'
import { Dialog } from '../ui/dialog'
import { Tabs } from '../ui/tabs'
import { AppearancePanel } from './appearancePanel'
import { ProfilePanel } from './profilePanel'
import './settings.css'

/** Who one is here, where one is signed in and how, and what this browser looks like. */
export function SettingsDialog(props: { onClose: () => void }) {
  const { session } = useChat()
  const profile = { name: 'Profile', panel: () => <ProfilePanel /> }
  const appearance = { name: 'Appearance', panel: () => <AppearancePanel /> }
  const account = [
    { name: 'Devices', panel: () => <DevicesPanel /> },
    { name: 'Sign-in', panel: () => <WaysInPanel /> },
  ]

  return (
    <Dialog title="Settings" onClose={props.onClose}>
      <Tabs label="Settings" tabs={session.me()?.guest ? [profile, appearance] : [profile, ...account, appearance]} />
    </Dialog>
  )
}
