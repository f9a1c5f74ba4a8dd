import { createSignal, For } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import AtSign from 'lucide-solid/icons/at-sign'
import Bell from 'lucide-solid/icons/bell'
import BellOff from 'lucide-solid/icons/bell-off'
import { useChat } from '../chatContext'
import type { LobbyRoom, NoticeLevel } from '../contract'
import type { Trouble } from '../refusals'
import { Alert } from '../ui/alert'
import { Dialog } from '../ui/dialog'
import '../users/settings.css'

const choices: { level: NoticeLevel; label: string; icon: typeof Bell }[] = [
  { level: 'all', label: 'All messages', icon: Bell },
  { level: 'mentions', label: 'Mentions only', icon: AtSign },
  { level: 'none', label: 'Nothing', icon: BellOff },
]

/** What of a room one wants to be told of. It goes with the person, to every device. */
export function RoomNotices(props: { room: LobbyRoom; onClose: () => void }) {
  const { inbox, rooms } = useChat()
  const [trouble, setTrouble] = createSignal<Trouble>()
  let fieldset!: HTMLFieldSetElement
  const conversation = () => inbox.conversations().find(({ room }) => room.id === props.room.id)
  const choose = async (level: NoticeLevel) => {
    const id = conversation()?.conversation
    if (id === undefined) return
    const refused = await rooms.setLevel(id, level)
    setTrouble(refused)
    // The browser has moved the mark already.
    for (const input of fieldset.querySelectorAll('input')) input.checked = input.value === conversation()?.level
  }

  return (
    <Dialog title="Notifications" onClose={props.onClose}>
      <fieldset class="choices" ref={fieldset}>
        <legend>
          Badges, sounds and notifications of <bdi>{props.room.name}</bdi>
        </legend>
        <For each={choices}>
          {({ level, label, icon }) => (
            <label class="choice">
              <input
                type="radio"
                name="notice-level"
                class="spoken"
                value={level}
                checked={conversation()?.level === level}
                onChange={() => void choose(level)}
              />
              <Dynamic component={icon} size={20} aria-hidden="true" />
              {label}
            </label>
          )}
        </For>
      </fieldset>
      <Alert trouble={trouble()} />
    </Dialog>
  )
}
