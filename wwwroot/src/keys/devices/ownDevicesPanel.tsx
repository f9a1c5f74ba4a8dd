import { Key } from '@solid-primitives/keyed'
import { createSignal, createUniqueId, Match, onMount, Show, Switch } from 'solid-js'
import { useChat } from '../../chatContext'
import { Confirm } from '../../ui/confirm'
import { AddThisBrowser } from './addThisBrowser'
import type { ListedDevice } from './devicesView'
import { createDoing, DoingTrouble } from './doing'
import { OwnDevice } from './ownDevice'
import { StopIt } from './startOverNotice'

/** The devices on which one's messages can be read; or how this one becomes one of them. */
export function OwnDevicesPanel() {
  const { devices, directs } = useChat()
  const listing = createDoing()
  const doing = createDoing()
  const titleId = createUniqueId()
  const [removing, setRemoving] = createSignal<ListedDevice>()
  const browsers = () => devices.devices().filter(({ kind }) => kind === 'browser')
  const isReady = () => directs.keys() === 'ready'
  const isOutside = () => directs.keys() === 'elsewhere' || directs.keys() === 'removed'
  const list = () => void listing.act(devices.list)
  onMount(list)
  const remove = (device: string) => {
    setRemoving(undefined)
    void doing.act(() => devices.remove(device))
  }

  return (
    <section class="devices-section" aria-labelledby={titleId}>
      <h3 id={titleId}>Devices that can read your messages</h3>
      <Show when={isReady() && devices.startsOverAt()}>{(at) => <StopIt at={at()} />}</Show>
      <Show when={isOutside()}>
        <p class="settings-text">This device cannot read your messages.</p>
        <AddThisBrowser />
      </Show>
      <Switch>
        <Match when={browsers().length > 0}>
          <Show when={isReady()}>
            <p class="settings-text">If you do not know one of these, remove it.</p>
          </Show>
          <ul role="list" class="entries" aria-labelledby={titleId}>
            <Key each={browsers()} by="id">
              {(device) => (
                <OwnDevice
                  device={device()}
                  mayChange={isReady()}
                  onRename={(name) => void doing.act(() => devices.rename(device().id, name))}
                  onRemove={() => setRemoving(device())}
                />
              )}
            </Key>
          </ul>
        </Match>
        <Match when={listing.busy()}>
          <p class="settings-text" role="status">
            Looking…
          </p>
        </Match>
        <Match when={!listing.trouble() && !isOutside()}>
          <p class="settings-text">
            There is none yet. As soon as you have a friend to write to, this device becomes the first one.
          </p>
        </Match>
      </Switch>
      <p class="settings-text" role="status">
        {doing.busy() ? 'One moment…' : ''}
      </p>
      <DoingTrouble of={listing} />
      <Show when={listing.trouble()}>
        <div class="settings-actions">
          <button type="button" class="button small" onClick={list}>
            Try again
          </button>
        </div>
      </Show>
      <DoingTrouble of={doing} />
      <Show when={removing()}>
        {(device) => (
          <Confirm
            title={`Remove ${device().name ?? 'this device'}?`}
            text="It can no longer read new messages. What it has read already may still be on it. Your other devices go on as before."
            action="Remove"
            onClose={() => setRemoving(undefined)}
            onConfirm={() => remove(device().id)}
          />
        )}
      </Show>
    </section>
  )
}
