import { Match, Switch } from 'solid-js'
import { useChat } from '../chatContext'
import { TryAgain } from './tryAgain'

/** In the place of all messages: why this browser cannot read them, and what helps. */
export function KeysMissing() {
  const { directs } = useChat()
  return (
    <div class="keys-missing">
      <Switch>
        <Match when={directs.keys() === 'elsewhere'}>
          <h2>This browser cannot read your messages yet</h2>
          <p>
            Direct messages are encrypted, and the keys to yours are in another browser, in which you have used this
            account before. Adding this one will come with a later version of ChatMux. Until then, please open ChatMux
            there.
          </p>
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
