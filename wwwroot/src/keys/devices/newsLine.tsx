import { Match, Switch } from 'solid-js'
import X from 'lucide-solid/icons/x'
import { useChat } from '../../chatContext'
import { DeviceName } from './deviceName'
import type { DeviceNews } from './devicesView'

/** What has become of the own devices, for an owner who may not have done it. */
export function NewsLine(props: { news: DeviceNews; onLook: () => void }) {
  const { devices } = useChat()
  return (
    <div class="device-notice quiet">
      <p role="status">
        <Switch>
          <Match when={props.news.kind === 'added'}>
            A device was added: <DeviceName name={props.news.name} />.
          </Match>
          <Match when={props.news.kind === 'removed'}>
            A device was removed: <DeviceName name={props.news.name} />.
          </Match>
          <Match when={props.news.kind === 'newCode'}>
            A new recovery code was made. The one before does not work any more.
          </Match>
        </Switch>{' '}
        Not you?
      </p>
      <button type="button" class="button small" onClick={() => props.onLook()}>
        Look at your devices
      </button>
      <button
        type="button"
        class="icon-button small"
        aria-label="Dismiss"
        title="Dismiss"
        onClick={() => devices.dismissNews(props.news.id)}
      >
        <X size={17} aria-hidden="true" />
      </button>
    </div>
  )
}
