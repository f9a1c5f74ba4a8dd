import { For, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import Monitor from 'lucide-solid/icons/monitor'
import Smartphone from 'lucide-solid/icons/smartphone'
import Tablet from 'lucide-solid/icons/tablet'
import type { LobbyPerson } from '../contract'
import { Avatar } from '../ui/avatar'

const deviceFaces = {
  desktop: { label: 'on a computer', icon: Monitor },
  tablet: { label: 'on a tablet', icon: Tablet },
  phone: { label: 'on a phone', icon: Smartphone },
}

export function Person(props: { person: LobbyPerson; me: boolean }) {
  const profile = () => props.person.profile
  const title = () => (profile().handle ? `${profile().name} (@${profile().handle})` : profile().name)

  return (
    <li class="person">
      <Avatar of={profile()} />
      <span class="person-text">
        <bdi class="person-name ellipsis" title={title()} style={{ '--user': profile().colour }}>
          {profile().name}
        </bdi>
        <Show when={profile().status}>
          {(status) => (
            <bdi class="person-status ellipsis" title={status()}>
              {status()}
            </bdi>
          )}
        </Show>
      </span>
      <Show when={props.me}>
        <span class="person-me"> you</span>
      </Show>
      <Show when={profile().guest}>
        <span class="tag"> Guest</span>
      </Show>
      <span class="person-devices">
        <For each={props.person.devices}>
          {(device) => (
            <span role="img" aria-label={deviceFaces[device].label} title={deviceFaces[device].label}>
              <Dynamic component={deviceFaces[device].icon} size={15} aria-hidden="true" />
            </span>
          )}
        </For>
      </span>
    </li>
  )
}
