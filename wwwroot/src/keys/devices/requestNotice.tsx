import { createSignal, Match, Show, Switch } from 'solid-js'
import MonitorSmartphone from 'lucide-solid/icons/monitor-smartphone'
import { useChat } from '../../chatContext'
import { createClock } from '../../ui/ticking'
import { PairingMs } from '../pairingTimes'
import { AddingDialog } from './addingDialog'
import { DeviceName } from './deviceName'
import type { DeviceRequest } from './devicesView'
import { createDoing } from './doing'
import { lockedSentence } from './requestWords'
import { pastText } from './when'

/** A browser that asks to be added. Nothing opens by itself: whoever is writing goes on, and only a click leads to the code. */
export function RequestNotice(props: { request: DeviceRequest; onLook: () => void }) {
  const { devices } = useChat()
  const [open, setOpen] = createSignal(false)
  const accepting = createDoing()
  const now = createClock(30_000)
  let line!: HTMLDivElement
  const state = () => props.request.state
  const name = () => <DeviceName name={props.request.name} />
  const dismiss = () => void devices.dismiss(props.request.pairing)
  const accept = () => void accepting.act(() => devices.accept(props.request.pairing))
  const isAdded = () => {
    const now = state()
    return now.kind === 'added' && now.confirmed
  }
  const isUnconfirmed = () => {
    const now = state()
    return now.kind === 'over' && now.why === 'unconfirmed'
  }
  const isOver = () => isAdded() || state().kind === 'over' || state().kind === 'elsewhere'
  const begin = () => {
    setOpen(true)
    accept()
  }
  const close = () => {
    setOpen(false)
    // What is under way goes on, and the line leads to it again.
    if (isOver()) dismiss()
    // The button that opened it may have become another one.
    queueMicrotask(() => document.activeElement === document.body && line.focus())
  }

  return (
    <div class="device-notice" ref={line} tabIndex={-1}>
      <MonitorSmartphone size={20} aria-hidden="true" />
      <p role="status">
        <Switch fallback={<>You are adding {name()}.</>}>
          <Match when={state().kind === 'asked'}>
            A browser wants to read your messages: {name()}, {pastText(props.request.endsAt - PairingMs, now())}. Did
            you do that?
          </Match>
          <Match when={state().kind === 'elsewhere'}>You are adding {name()} on another of your devices.</Match>
          <Match when={state().kind === 'added'}>{name()} was added.</Match>
          <Match when={isUnconfirmed()}>{name()} may have been added, but nobody has said so on it.</Match>
          <Match when={state().kind === 'over'}>{name()} asked to read your messages. That is over.</Match>
        </Switch>
        <Show when={state().kind === 'asked' && devices.lockedUntil()}>
          {(until) => <> {lockedSentence(until())}</>}
        </Show>
      </p>
      <div class="device-notice-choices">
        <Show
          when={state().kind === 'asked'}
          fallback={
            <>
              <Show when={state().kind !== 'elsewhere' && !isAdded()}>
                <button type="button" class="button small primary" onClick={() => setOpen(true)}>
                  {isOver() ? 'What happened' : 'Go on'}
                </button>
              </Show>
              <Show when={isOver()}>
                <button type="button" class="button small" onClick={dismiss}>
                  Dismiss
                </button>
              </Show>
            </>
          }
        >
          <Show when={devices.lockedUntil() === undefined}>
            <button type="button" class="button small primary" onClick={begin}>
              Add it
            </button>
          </Show>
          <button type="button" class="button small" onClick={dismiss}>
            No
          </button>
        </Show>
      </div>
      <Show when={open()}>
        <AddingDialog
          request={props.request}
          accepting={accepting}
          onAccept={accept}
          onLook={() => {
            close()
            props.onLook()
          }}
          onClose={close}
        />
      </Show>
    </div>
  )
}
