import { DevicesPanel } from '../../sessions/devicesPanel'
import { OwnDevicesPanel } from './ownDevicesPanel'
import { RecoveryCodePanel } from './recoveryCodePanel'
import './devicesTab.css'

/** Where the messages can be read, what helps when all that is lost, and where one is signed in: three things that look like one. */
export function DevicesTab() {
  return (
    <>
      <OwnDevicesPanel />
      <RecoveryCodePanel />
      <DevicesPanel />
    </>
  )
}
