import { createSignal, createUniqueId, Match, Show, Switch } from 'solid-js'
import { useChat } from '../../chatContext'
import { createClock } from '../../ui/ticking'
import { createDoing, DoingTrouble } from './doing'
import { futureText } from './when'

/** When every other device is lost, and the code as well: what it costs, and how long it takes. */
export function StartOver() {
  const { devices } = useChat()
  const doing = createDoing()
  const [understood, setUnderstood] = createSignal(false)
  return (
    <details class="way start-over">
      <summary>I have neither: start over</summary>
      <ul>
        <li>Your old messages cannot be read any more, by nobody.</li>
        <li>Your friends see a warning, and have to make sure again that you are you.</li>
        <li>It takes 24 hours. Until then, any of your devices can say no.</li>
      </ul>
      <label class="check">
        <input
          type="checkbox"
          checked={understood()}
          onChange={(event) => setUnderstood(event.currentTarget.checked)}
        />
        I understand that my old messages are lost
      </label>
      <DoingTrouble of={doing} />
      <button
        type="button"
        class="button danger"
        disabled={!understood()}
        aria-disabled={doing.busy()}
        onClick={() => void doing.act(devices.startOver)}
      >
        {doing.busy() ? 'One moment…' : 'Start over'}
      </button>
    </details>
  )
}

/** It was asked for: when it happens, and how it is stopped. */
export function StartingOver(props: { at: number }) {
  const { devices } = useChat()
  const doing = createDoing()
  const titleId = createUniqueId()
  const now = createClock(1_000)
  const isDue = () => now() >= props.at

  return (
    <div class="way start-over" role="group" aria-labelledby={titleId}>
      <h3 id={titleId}>You are starting over</h3>
      <p role="status">
        <Switch>
          <Match when={isDue()}>The 24 hours are over, and nobody has said no. Your old messages are lost then.</Match>
          <Match when={true}>
            It happens {futureText(props.at, now())}. Until then, any of your devices can say no.
          </Match>
        </Switch>
      </p>
      <DoingTrouble of={doing} />
      <div class="way-choices">
        <Show when={isDue()}>
          <button
            type="button"
            class="button danger"
            aria-disabled={doing.busy()}
            onClick={() => void doing.act(devices.beginAnew)}
          >
            {doing.busy() ? 'One moment…' : 'Start over now'}
          </button>
        </Show>
        <button
          type="button"
          class="button"
          aria-disabled={doing.busy()}
          onClick={() => void doing.act(devices.doNotStartOver)}
        >
          Do not start over
        </button>
      </div>
    </div>
  )
}
