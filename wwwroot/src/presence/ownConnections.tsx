import { For, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { useChat } from '../chatContext'
import { deviceFaces } from '../connections/deviceFaces'

/** By which other tabs one is here oneself. */
export function OwnConnections() {
  const { presence } = useChat()
  return (
    <Show when={presence.others().length > 0}>
      <h3>You are also here · {presence.others().length}</h3>
      <ul role="list" class="own-connections" aria-label="Your other connections">
        <For each={presence.others()}>
          {(other) => (
            <li>
              <Dynamic component={deviceFaces[other.device].icon} size={16} aria-hidden="true" />
              In another tab {deviceFaces[other.device].label}
              <Show when={other.idle}> · idle</Show>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}
