import { createResource, createSignal, For, Show } from 'solid-js'
import Monitor from 'lucide-solid/icons/monitor'
import Smartphone from 'lucide-solid/icons/smartphone'
import { useChat } from '../chatContext'
import type { DeviceSession } from '../contract'
import type { Trouble } from '../refusals'
import { Alert } from '../ui/alert'
import { briefTime } from '../ui/times'

/** Every browser in which one is signed in, with its open tabs; each can be signed out from here. */
export function DevicesPanel() {
  const { account, session } = useChat()
  const [trouble, setTrouble] = createSignal<Trouble>()
  const [devices, { refetch }] = createResource(async () => {
    const { value, refusal } = await account.devices()
    if (refusal) setTrouble(refusal)
    return value?.sessions ?? []
  })
  const act = async (doing: Promise<Trouble | undefined>) => {
    const reason = await doing
    setTrouble(reason)
    if (!reason) await refetch()
  }
  const others = () => devices()?.filter(({ current }) => !current) ?? []

  return (
    <section class="devices-section" aria-labelledby="sessions-title">
      <h3 id="sessions-title">Where you are signed in</h3>
      <p class="settings-text">You are signed in here. If you do not know one of these, sign it out.</p>
      <Show when={!devices.loading || devices.latest} fallback={<p class="settings-text">Looking…</p>}>
        <ul role="list" class="entries" aria-labelledby="sessions-title">
          <For each={devices.latest}>
            {(device) => <Device device={device} onEnd={() => void act(account.endSession(device.reference))} />}
          </For>
        </ul>
      </Show>
      <Alert trouble={trouble()} />
      <div class="settings-actions">
        <Show when={others().length > 0}>
          <button type="button" class="button" onClick={() => void act(account.endOtherSessions())}>
            Sign out all others
          </button>
        </Show>
        <button type="button" class="button" onClick={() => void session.signOut(true).then(setTrouble)}>
          Sign out everywhere
        </button>
      </div>
    </section>
  )
}

function Device(props: { device: DeviceSession; onEnd: () => void }) {
  const name = () => [props.device.browser, props.device.system].filter(Boolean).join(' on ') || 'Unknown browser'
  const open = () => props.device.tabs.length
  const phone = () => /Android|iPhone/.test(props.device.system)
  const now = Date.now()

  return (
    <li>
      <Show when={phone()} fallback={<Monitor size={20} aria-hidden="true" />}>
        <Smartphone size={20} aria-hidden="true" />
      </Show>
      <span class="entry-text">
        <span>{name()}</span>
        <span>
          Signed in {briefTime(props.device.begunMs, now)},{' '}
          {open() > 0
            ? `${open()} open ${open() === 1 ? 'tab' : 'tabs'}`
            : `last seen ${briefTime(props.device.seenMs, now)}`}
        </span>
      </span>
      <Show when={!props.device.current} fallback={<span class="tag">This browser</span>}>
        <button type="button" class="button small" aria-label={`Sign out ${name()}`} onClick={() => props.onEnd()}>
          Sign out
        </button>
      </Show>
    </li>
  )
}
