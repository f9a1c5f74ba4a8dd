import { createResource } from 'solid-js'
import { useChat } from '../chatContext'
import { BlockedPanel } from '../friends/blockedPanel'
import { DevicesTab } from '../keys/devices/devicesTab'
import { NoticesPanel } from '../messages/noticesPanel'
import { ServerPanel } from '../operators/serverPanel'
import { WaysInPanel } from '../sessions/waysInPanel'
import { Dialog } from '../ui/dialog'
import { type Tab, Tabs } from '../ui/tabs'
import { AccountPanel } from './accountPanel'
import { AppearancePanel } from './appearancePanel'
import { ProfilePanel } from './profilePanel'
import './settings.css'

const profile: Tab = { name: 'Profile', panel: () => <ProfilePanel /> }
const appearance: Tab = { name: 'Appearance', panel: () => <AppearancePanel /> }
const notices: Tab = { name: 'Notifications', panel: () => <NoticesPanel /> }
const account: Tab[] = [
  { name: 'Devices', panel: () => <DevicesTab /> },
  { name: 'Sign-in', panel: () => <WaysInPanel /> },
  { name: 'Account', panel: () => <AccountPanel /> },
  { name: 'Blocked', panel: () => <BlockedPanel /> },
]

/** Who one is here, where one is signed in and how, what this browser looks like and how it tells of news, and for the operator the server. */
export function SettingsDialog(props: { first?: 'Devices'; onClose: () => void }) {
  const { operator, session } = useChat()
  const guest = session.me()?.guest ?? true
  const [server, { mutate }] = createResource(async () =>
    guest ? undefined : ((await operator.server()).value ?? undefined),
  )
  const hasServer = () => server.latest?.operator || server.latest?.unclaimed
  const serverTab: Tab = {
    name: 'Server',
    panel: () => <ServerPanel server={server.latest!} onChange={(changed) => mutate(changed)} />,
  }
  const tabs = () =>
    guest
      ? [profile, appearance, notices]
      : [profile, ...account, appearance, notices, ...(hasServer() ? [serverTab] : [])]

  return (
    <Dialog title="Settings" onClose={props.onClose}>
      <Tabs label="Settings" tabs={tabs()} first={props.first} />
    </Dialog>
  )
}
