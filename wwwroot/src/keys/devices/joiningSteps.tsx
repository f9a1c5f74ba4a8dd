import { createEffect, createMemo, createSignal, createUniqueId, type JSX, Match, on, Show, Switch } from 'solid-js'
import MonitorSmartphone from 'lucide-solid/icons/monitor-smartphone'
import { useChat } from '../../chatContext'
import type { Joining as State } from './devicesView'
import { createDoing, DoingTrouble } from './doing'
import { joiningSentence } from './joiningWords'
import { OfflineNote } from './offlineNote'
import { TimeLeft } from './timeLeft'
import { TwoDevices } from './twoDevices'

const spoken = {
  idle: '',
  asked: 'Waiting for your other device.',
  code: 'Here is the code for your other device.',
  confirming: 'Look at your other device.',
}

/** On a browser that is to be added by another device: each step, as far as it has come. */
export function JoiningSteps() {
  const { devices } = useChat()
  const [denied, setDenied] = createSignal(false)
  const kind = createMemo(() => devices.joining().kind)
  const state = <Kind extends State['kind']>(wanted: Kind) => {
    const now = devices.joining()
    return now.kind === wanted ? (now as Extract<State, { kind: Kind }>) : undefined
  }
  let step!: HTMLDivElement
  const follow = (now: State['kind']) => {
    if (now !== 'idle') setDenied(false)
    // The button that was pressed is gone with its step.
    if (document.activeElement === document.body) step.focus()
  }
  createEffect(on(kind, follow, { defer: true }))

  return (
    <div class="joining" ref={step} tabIndex={-1}>
      <p class="spoken" role="status">
        {spoken[kind()]}
      </p>
      <Switch>
        <Match when={state('idle')}>{(idle) => <Beginning why={idle().why} denied={denied()} />}</Match>
        <Match when={state('asked')}>
          {(asked) => (
            <Step title="Open ChatMux on your other device" until={asked().until}>
              <TwoDevices />
              <p>
                Use one that can read your messages. It will ask about this one. Choose <b>Add it</b> there.
              </p>
            </Step>
          )}
        </Match>
        <Match when={state('code')}>
          {(shown) => (
            <Step title="Type this code on your other device" until={shown().until}>
              <SixDigits code={shown().code} />
              <p>Type it yourself, and nowhere else.</p>
            </Step>
          )}
        </Match>
        <Match when={state('confirming')}>
          <Confirming onDenied={() => setDenied(true)} />
        </Match>
      </Switch>
    </div>
  )
}

function Beginning(props: { why: Extract<State, { kind: 'idle' }>['why']; denied: boolean }) {
  const { devices } = useChat()
  const doing = createDoing()
  const titleId = createUniqueId()
  return (
    <div class="way" role="group" aria-labelledby={titleId}>
      <MonitorSmartphone size={22} aria-hidden="true" />
      <h3 id={titleId}>Use another device</h3>
      <p>Add this one from a device on which you can read your messages.</p>
      <Show when={props.why}>
        {(why) => (
          <p class="alert" role="alert">
            {joiningSentence(why())}
          </p>
        )}
      </Show>
      <Show when={props.denied}>
        <p class="note" role="status">
          Then nothing was taken over here. Look at the list of devices on your other one, and remove what you do not
          know.
        </p>
      </Show>
      <DoingTrouble of={doing} />
      <button
        type="button"
        class="button primary"
        aria-disabled={doing.busy()}
        onClick={() => void doing.act(devices.ask)}
      >
        {doing.busy() ? 'Asking…' : props.why || props.denied ? 'Try again' : 'Use another device'}
      </button>
    </div>
  )
}

function Step(props: { title: string; until: number; children: JSX.Element }) {
  const { devices } = useChat()
  const titleId = createUniqueId()
  return (
    <div class="way step" role="group" aria-labelledby={titleId}>
      <h3 id={titleId}>{props.title}</h3>
      {props.children}
      <OfflineNote />
      <div class="way-choices">
        <button type="button" class="button" onClick={() => void devices.cancel()}>
          Cancel
        </button>
        <TimeLeft until={props.until} />
      </div>
    </div>
  )
}

function SixDigits(props: { code: string }) {
  const halves = () => [props.code.slice(0, 3), props.code.slice(3)]
  return (
    <p class="six-digits">
      <span aria-hidden="true">{halves()[0]}</span> <span aria-hidden="true">{halves()[1]}</span>
      {/* One by one, and not as two numbers. */}
      <span class="spoken">
        {halves()
          .map((half) => [...half].join(' '))
          .join(', ')}
      </span>
    </p>
  )
}

function Confirming(props: { onDenied: () => void }) {
  const { devices } = useChat()
  const doing = createDoing()
  const titleId = createUniqueId()
  const deny = () => {
    props.onDenied()
    void devices.deny()
  }
  return (
    <div class="way step" role="group" aria-labelledby={titleId}>
      <h3 id={titleId}>Does your other device show ✓?</h3>
      <p>
        Please look. Somebody in between could deceive this device, but only the other one knows that the code was
        right.
      </p>
      <OfflineNote />
      <DoingTrouble of={doing} />
      <div class="way-choices">
        <button
          type="button"
          class="button primary"
          aria-disabled={doing.busy()}
          onClick={() => void doing.act(devices.confirm)}
        >
          {doing.busy() ? 'One moment…' : 'Yes, it does'}
        </button>
        <button type="button" class="button" onClick={deny}>
          No
        </button>
      </div>
    </div>
  )
}
