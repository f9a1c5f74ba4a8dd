import { Match, Switch } from 'solid-js'
import { useChat } from '../chatContext'
import { AddThisBrowser } from '../keys/devices/addThisBrowser'
import { StartedOver } from '../keys/devices/startedOver'
import { TryAgain } from './tryAgain'

/** In the place of all messages: why this browser cannot read them, and what helps. */
export function KeysMissing() {
  const { directs } = useChat()
  return (
    <div class="keys-missing">
      <Switch>
        <Match when={directs.keys() === 'elsewhere'}>
          <h2>This device cannot read your messages yet</h2>
          <p>Direct messages are encrypted. Only your own devices can read them, and this one is none of them yet.</p>
          <AddThisBrowser />
        </Match>
        <Match when={directs.keys() === 'removed'}>
          <h2>This device cannot read your messages any more</h2>
          <p>
            It was removed on another of your devices. If that was not you, sign out everywhere. You can add it again:
          </p>
          <AddThisBrowser />
        </Match>
        <Match when={directs.keys() === 'replaced'}>
          <StartedOver />
        </Match>
        <Match when={directs.keys() === 'denied'}>
          <h2>This browser keeps no keys</h2>
          <p>
            Direct messages are encrypted, and this browser does not store what opens them. Is this a private window, or
            is the disk full?
          </p>
          <TryAgain />
        </Match>
        <Match when={directs.keys() === 'broken'}>
          <div class="keys-missing" role="alert">
            <h2>Something is wrong with your devices</h2>
            <p>
              The server shows other devices of yours than before. Nothing that it says of them can be relied on, so
              your direct messages are neither opened nor sent.
            </p>
          </div>
          <TryAgain />
        </Match>
        <Match when={true}>
          <p class="log-note log-loading" role="status">
            {directs.keys() === 'making' ? 'Making your keys…' : 'Loading messages…'}
          </p>
        </Match>
      </Switch>
    </div>
  )
}
