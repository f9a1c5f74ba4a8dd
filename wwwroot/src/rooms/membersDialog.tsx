import type { LobbyRoom, RoomRole } from '../contract'
import { Dialog } from '../ui/dialog'
import { type Tab, Tabs } from '../ui/tabs'
import { ActsPanel } from './actsPanel'
import { BansPanel } from './bansPanel'
import { MembersPanel } from './membersPanel'

/** Who is in a room, and for those who keep order in it who may not be, and what was done. */
export function MembersDialog(props: { room: LobbyRoom; role: RoomRole; onClose: () => void }) {
  const members: Tab = { name: 'Members', panel: () => <MembersPanel room={props.room.id} role={props.role} /> }
  const moderation: Tab[] = [
    { name: 'Bans', panel: () => <BansPanel room={props.room.id} /> },
    { name: 'Log', panel: () => <ActsPanel room={props.room.id} /> },
  ]

  return (
    <Dialog title={`Members of ${props.room.name}`} onClose={props.onClose}>
      <Tabs label="Members" tabs={props.role === 'member' ? [members] : [members, ...moderation]} />
    </Dialog>
  )
}
