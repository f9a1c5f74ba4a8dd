import { createSignal, For, Show } from 'solid-js'
import Bell from 'lucide-solid/icons/bell'
import DoorOpen from 'lucide-solid/icons/door-open'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import SettingsIcon from 'lucide-solid/icons/settings'
import Users from 'lucide-solid/icons/users'
import { useChat } from '../chatContext'
import type { LobbyRoom, RoomRole } from '../contract'
import type { Trouble } from '../refusals'
import { Alert } from '../ui/alert'
import { Avatar } from '../ui/avatar'
import { Confirm } from '../ui/confirm'
import { Dialog } from '../ui/dialog'
import { MenuButton, MenuItem } from '../ui/menu'
import { MembersDialog } from './membersDialog'
import { RoomForm } from './newRoomDialog'
import { RoomNotices } from './roomNotices'

/** What one can do with the room that one is in: see who belongs to it, be told less of it, leave it, and if it is one's own, change it. */
export function RoomMenu(props: { room: LobbyRoom; role: RoomRole }) {
  const { rooms, session } = useChat()
  const [notices, setNotices] = createSignal(false)
  const [settings, setSettings] = createSignal(false)
  const [trouble, setTrouble] = createSignal<Trouble>()
  const [members, setMembers] = createSignal(false)
  const own = () => props.room.owner !== null && props.room.owner === session.me()?.id

  return (
    <>
      <MenuButton
        label={`Room ${props.room.name}`}
        class="icon-button"
        face={<Ellipsis size={18} aria-hidden="true" />}
      >
        <Show when={!props.room.everyone}>
          <MenuItem onChoose={() => setMembers(true)}>
            <Users size={17} aria-hidden="true" /> Members
          </MenuItem>
        </Show>
        <Show when={own()}>
          <MenuItem onChoose={() => setSettings(true)}>
            <SettingsIcon size={17} aria-hidden="true" /> Room settings
          </MenuItem>
        </Show>
        <MenuItem onChoose={() => setNotices(true)}>
          <Bell size={17} aria-hidden="true" /> Notifications
        </MenuItem>
        <Show when={!props.room.everyone}>
          <MenuItem onChoose={() => void rooms.leave(props.room.id).then(setTrouble)}>
            <DoorOpen size={17} aria-hidden="true" /> Leave
          </MenuItem>
        </Show>
      </MenuButton>
      <Alert trouble={trouble()} />
      <Show when={members()}>
        <MembersDialog room={props.room} role={props.role} onClose={() => setMembers(false)} />
      </Show>
      <Show when={notices()}>
        <RoomNotices room={props.room} onClose={() => setNotices(false)} />
      </Show>
      <Show when={settings() && own()}>
        <RoomSettings room={props.room} onClose={() => setSettings(false)} />
      </Show>
    </>
  )
}

function RoomSettings(props: { room: LobbyRoom; onClose: () => void }) {
  const { lobby, rooms, session } = useChat()
  const [deleting, setDeleting] = createSignal(false)
  const [handing, setHanding] = createSignal(false)
  const [trouble, setTrouble] = createSignal<Trouble>()
  const act = async (doing: Promise<Trouble | undefined>) => {
    const reason = await doing
    setTrouble(reason)
    if (!reason) props.onClose()
  }
  const others = () => lobby.people().filter(({ profile }) => profile.id !== session.me()?.id)

  return (
    <Dialog title="Room settings" onClose={props.onClose}>
      <RoomForm
        name={props.room.name}
        topic={props.room.topic ?? ''}
        action="Save"
        onSave={async (name, topic) => {
          const reason = await rooms.change(props.room.id, name, topic)
          if (!reason) props.onClose()
          return reason
        }}
      />
      <Alert trouble={trouble()} />
      <Show when={handing()}>
        <ul role="list" class="entries" aria-label="People to hand the room to">
          <For each={others()} fallback={<li>Nobody else is here now.</li>}>
            {({ profile }) => (
              <li>
                <Avatar of={profile} />
                <span class="entry-text">
                  <bdi class="ellipsis">{profile.name}</bdi>
                </span>
                <button
                  type="button"
                  class="button small"
                  aria-label={`Hand over to ${profile.name}`}
                  onClick={() => void act(rooms.handOver(props.room.id, profile.id))}
                >
                  Hand over
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <div class="settings-actions">
        <button type="button" class="button" aria-expanded={handing()} onClick={() => setHanding(!handing())}>
          Hand over
        </button>
        <button type="button" class="button danger" onClick={() => setDeleting(true)}>
          Delete room
        </button>
      </div>
      <Show when={deleting()}>
        <Confirm
          title={`Delete ${props.room.name}?`}
          text="The room and everything that was written in it are gone for everybody. This cannot be undone."
          action="Delete"
          onClose={() => setDeleting(false)}
          onConfirm={() => {
            setDeleting(false)
            void act(rooms.remove(props.room.id))
          }}
        />
      </Show>
    </Dialog>
  )
}
