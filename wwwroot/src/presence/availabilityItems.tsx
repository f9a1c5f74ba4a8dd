import { For } from 'solid-js'
import { useChat } from '../chatContext'
import type { Availability } from '../contract'
import type { Trouble } from '../refusals'
import { MenuItem } from '../ui/menu'
import { presenceNames, type ShownPresence } from './shownPresence'

const availabilities: { choice: Availability; shown: ShownPresence; note?: string }[] = [
  { choice: 'available', shown: 'online' },
  { choice: 'doNotDisturb', shown: 'doNotDisturb', note: 'No sounds, no notifications' },
  { choice: 'invisible', shown: 'invisible', note: 'You seem to be offline' },
]

/** How one may choose to be seen, as items of a menu. */
export function AvailabilityItems(props: { onTrouble: (trouble: Trouble | undefined) => void }) {
  const { presence } = useChat()
  return (
    <>
      <For each={availabilities}>
        {({ choice, shown, note }) => (
          <MenuItem
            checked={presence.availability() === choice}
            onChoose={() => void presence.setAvailability(choice).then(props.onTrouble)}
          >
            <span class="menu-mark">
              <i class="presence-mark inline" data-presence={shown} aria-hidden="true" />
            </span>
            <span class="menu-text">
              {presenceNames[shown]}
              {note && <small>{note}</small>}
            </span>
          </MenuItem>
        )}
      </For>
      <hr role="separator" />
    </>
  )
}
