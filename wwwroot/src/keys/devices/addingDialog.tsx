import { createEffect, createMemo, createSignal, type JSX, Match, on, Show, Switch } from 'solid-js'
import Check from 'lucide-solid/icons/check'
import { useChat } from '../../chatContext'
import { Dialog } from '../../ui/dialog'
import { CodeField } from './codeField'
import { DeviceName } from './deviceName'
import type { TrustedDeviceAbort } from '../pairingTrustedDevice'
import type { DeviceRequest } from './devicesView'
import { createDoing, type Doing, DoingTrouble } from './doing'
import { OfflineNote } from './offlineNote'
import { isWarning, requestSentence } from './requestWords'
import { TimeLeft } from './timeLeft'
import './addThisBrowser.css'

interface Props {
  request: DeviceRequest
  accepting: Doing
  onAccept: () => void
  onLook: () => void
  onClose: () => void
}

type State = DeviceRequest['state']

/** On a device that can read the messages: adding another browser, step by step. Closing it ends nothing. */
export function AddingDialog(props: Props) {
  const kind = createMemo(() => props.request.state.kind)
  const state = <Kind extends State['kind']>(wanted: Kind) => {
    const now = props.request.state
    return now.kind === wanted ? (now as Extract<State, { kind: Kind }>) : undefined
  }
  let step!: HTMLDivElement
  createEffect(
    on(
      kind,
      () => {
        // What had the focus is gone with its step.
        if (document.activeElement === document.body) step.focus()
      },
      { defer: true },
    ),
  )

  return (
    <Dialog title="Add a device" onClose={props.onClose}>
      <div class="adding" ref={step} tabIndex={-1}>
        <Switch>
          <Match when={kind() === 'asked' || kind() === 'accepted'}>
            <Show
              when={props.accepting.trouble()}
              fallback={<p role="status">Waiting for the other browser. It is about to show a code.</p>}
            >
              <DoingTrouble of={props.accepting} />
            </Show>
            <OfflineNote />
            <Choices request={props.request} until={props.request.endsAt}>
              <Show when={props.accepting.trouble()}>
                <button type="button" class="button primary" onClick={() => props.onAccept()}>
                  Try again
                </button>
              </Show>
            </Choices>
          </Match>
          <Match when={state('code')}>{(shown) => <TypeCode request={props.request} until={shown().until} />}</Match>
          <Match when={kind() === 'granting'}>
            <p role="status">
              Adding <DeviceName name={props.request.name} />…
            </p>
            <OfflineNote />
          </Match>
          <Match when={state('added')}>
            {(added) => <Added name={props.request.name} confirmed={added().confirmed} onClose={props.onClose} />}
          </Match>
          <Match when={state('over')}>{(over) => <Over {...props} why={over().why} device={over().device} />}</Match>
          <Match when={kind() === 'elsewhere'}>
            <p role="status">You have gone on with this on another of your devices.</p>
          </Match>
        </Switch>
      </div>
    </Dialog>
  )
}

/** What was begun can be cancelled, and ends by itself. */
function Choices(props: { request: DeviceRequest; until: number; children?: JSX.Element }) {
  const { devices } = useChat()
  return (
    <div class="way-choices">
      {props.children}
      <button type="button" class="button" onClick={() => void devices.dismiss(props.request.pairing)}>
        Cancel
      </button>
      <TimeLeft until={props.until} />
    </div>
  )
}

function TypeCode(props: { request: DeviceRequest; until: number }) {
  const { devices } = useChat()
  const doing = createDoing()
  const [noCode, setNoCode] = createSignal(false)
  let input!: HTMLInputElement
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (doing.busy()) return
    setNoCode(false)
    await doing.act(async () => {
      const answer = await devices.enterCode(props.request.pairing, input.value)
      setNoCode(answer === 'noCode')
      return answer === 'noCode' ? undefined : answer
    })
    if (input.isConnected) input.focus()
  }

  return (
    <form class="adding" onSubmit={(event) => void submit(event)}>
      <p>
        Type the code that <DeviceName name={props.request.name} /> shows. Never type a code that somebody tells you.
      </p>
      <CodeField
        digits
        label="Code on the other device"
        sample="000 000"
        ref={(element) => {
          input = element
          queueMicrotask(() => element.focus())
        }}
        wrong={noCode() ? 'The code has six digits.' : undefined}
      />
      <DoingTrouble of={doing} />
      <OfflineNote />
      <Choices request={props.request} until={props.until}>
        <button type="submit" class="button primary" aria-disabled={doing.busy()}>
          {doing.busy() ? 'Looking…' : 'Add'}
        </button>
      </Choices>
    </form>
  )
}

function Added(props: { name: string; confirmed: boolean; onClose: () => void }) {
  return (
    <>
      <span class="added-tick">
        <Check size={72} strokeWidth={2.5} aria-hidden="true" />
      </span>
      <p class="added-text" role="status">
        <Show
          when={props.confirmed}
          fallback={
            <>
              <b>Added.</b> On the other device, say that you see <span class="this-tick">this ✓.</span>
            </>
          }
        >
          <b>Done.</b> <DeviceName name={props.name} /> can read your messages now.
        </Show>
      </p>
      <Show when={props.confirmed}>
        <button type="button" class="button primary" onClick={() => props.onClose()}>
          Done
        </button>
      </Show>
    </>
  )
}

function Over(props: Props & { why: TrustedDeviceAbort; device: string | undefined }) {
  const { devices, session } = useChat()
  const doing = createDoing()
  const isUnconfirmed = () => props.why === 'unconfirmed'
  const remove = async (device: string) => {
    if (await doing.act(() => devices.remove(device))) props.onClose()
  }

  return (
    <>
      <p class={isUnconfirmed() ? 'note' : 'alert'} role="alert">
        {requestSentence(props.why, devices.lockedUntil())}
      </p>
      <Show when={isWarning(props.why)}>
        <p>If you did not ask for this, somebody is signed in as you. Sign out everywhere.</p>
      </Show>
      <DoingTrouble of={doing} />
      <div class="way-choices">
        <Show when={isUnconfirmed()}>
          <Show
            when={props.device}
            fallback={
              <button type="button" class="button" onClick={() => props.onLook()}>
                Look at your devices
              </button>
            }
          >
            {(device) => (
              <button
                type="button"
                class="button danger"
                aria-disabled={doing.busy()}
                onClick={() => void remove(device())}
              >
                {doing.busy() ? 'Removing…' : 'Remove it'}
              </button>
            )}
          </Show>
        </Show>
        <Show when={isWarning(props.why)}>
          <button
            type="button"
            class="button danger"
            aria-disabled={doing.busy()}
            onClick={() => void doing.act(() => session.signOut(true))}
          >
            Sign out everywhere
          </button>
        </Show>
        <button type="button" class="button" onClick={() => props.onClose()}>
          {isUnconfirmed() ? 'Keep it' : 'Close'}
        </button>
      </div>
    </>
  )
}
