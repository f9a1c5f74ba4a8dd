import { createSignal, Show } from 'solid-js'
import ShieldAlert from 'lucide-solid/icons/shield-alert'
import { useChat } from '../../chatContext'
import { recall, remember } from '../../ui/local'
import { createClock } from '../../ui/ticking'
import { createDoing, DoingTrouble } from './doing'
import { futureText } from './when'

// What is announced anew is announced for another day; the clocks of browser and server differ by less.
const sameMs = 3_600_000

/** On a device that can read the messages: somebody wants the account to start over, which it can stop. */
export function StartOverNotice() {
  const { devices, directs, session } = useChat()
  const kept = () => `startOverMine.${session.me()?.id}`
  const [mine, setMine] = createSignal(Number(recall(kept()) ?? 0))
  const at = () => {
    const when = devices.startsOverAt()
    return directs.keys() === 'ready' && when !== undefined && Math.abs(when - mine()) > sameMs ? when : undefined
  }
  const isMine = (when: number) => {
    remember(kept(), String(when))
    setMine(when)
  }
  return <Show when={at()}>{(when) => <StopIt at={when()} onMine={() => isMine(when())} />}</Show>
}

/** What it says and how it is stopped; without `onMine` it stays. */
export function StopIt(props: { at: number; onMine?: () => void }) {
  const { devices } = useChat()
  const doing = createDoing()
  const now = createClock(1_000)
  return (
    <div class="device-notice warning">
      <ShieldAlert size={20} aria-hidden="true" />
      <div class="device-notice-text">
        <p role="alert">
          <b>Somebody asked to start over with your account.</b> If that was not you, stop it.
        </p>
        <p class="device-notice-more">
          {now() < props.at ? `Otherwise it happens ${futureText(props.at, now())}: ` : 'It can happen at any moment: '}
          your messages are lost then, and this device is none of yours any more.
        </p>
      </div>
      <div class="device-notice-choices">
        <button
          type="button"
          class="button small primary"
          aria-disabled={doing.busy()}
          onClick={() => void doing.act(devices.doNotStartOver)}
        >
          {doing.busy() ? 'Stopping…' : 'Stop it'}
        </button>
        <Show when={props.onMine}>
          <button type="button" class="button small" onClick={() => props.onMine?.()}>
            It was me
          </button>
        </Show>
      </div>
      <DoingTrouble of={doing} />
    </div>
  )
}
