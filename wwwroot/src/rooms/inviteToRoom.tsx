import { createSignal, For, Show } from 'solid-js'
import { useChat } from '../chatContext'
import type { RoomDescription } from '../contract'
import type { Trouble } from '../refusals'
import { Alert } from '../ui/alert'
import { MenuButton, MenuItem } from '../ui/menu'

/** Invites somebody who is here into one of the rooms that one has joined; nothing when there is none. */
export function InviteToRoom(props: { whom: string }) {
  const { connection, inbox, invitations, rooms } = useChat()
  const [inviting, setInviting] = createSignal(false)
  const [invited, setInvited] = createSignal<string>()
  const [trouble, setTrouble] = createSignal<Trouble>()
  const offered = () =>
    inbox
      .conversations()
      .map(({ room }) => room)
      .filter(({ id }) => rooms.listed(id)?.everyone === false)
  const invite = async (room: RoomDescription) => {
    if (inviting()) return
    setInviting(true)
    setInvited(undefined)
    setTrouble(undefined)
    const refused = await invitations.invite(room.id, props.whom)
    setInviting(false)
    if (refused) setTrouble(refused)
    else setInvited(rooms.nameOf(room))
  }

  return (
    <Show when={offered().length > 0}>
      <div class="invite-to-room">
        <MenuButton label="Invite to a room" class="button" face="Invite to a room" placement="bottom-start">
          <For each={offered()}>
            {(room) => (
              <MenuItem onChoose={() => void invite(room)}>
                <bdi class="ellipsis">{rooms.nameOf(room)}</bdi>
              </MenuItem>
            )}
          </For>
        </MenuButton>
        <div class="invite-outcome" role="status">
          <Show when={invited()}>
            {(room) => (
              <>
                Invited to <bdi>{room()}</bdi>.
              </>
            )}
          </Show>
          <Show when={inviting() && connection.state().phase !== 'online'}>
            Not sent yet: it is, once you are back online.
          </Show>
        </div>
        <Alert trouble={trouble()} />
      </div>
    </Show>
  )
}
