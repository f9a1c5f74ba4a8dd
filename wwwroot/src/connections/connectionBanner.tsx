import { type JSX, Match, Show, Switch } from 'solid-js'
import CloudOff from 'lucide-solid/icons/cloud-off'
import LoaderCircle from 'lucide-solid/icons/loader-circle'
import { useChat } from '../chatContext'
import { refusalSentence } from '../refusals'
import { createClock, secondsUntil } from '../ui/ticking'
import type { ConnectionState } from './connectionView'
import { createShownState } from './shownState'
import './connectionBanner.css'

type Waiting = Extract<ConnectionState, { phase: 'waiting' }>

/** Says how this tab stands with the server, only when there is something to say. */
export function ConnectionBanner() {
  const { connection } = useChat()
  const shown = createShownState(() => connection.state())
  const phase = () => shown()?.phase
  const waiting = (): Waiting | undefined => {
    const now = shown()
    return now?.phase === 'waiting' ? now : undefined
  }
  const refusal = () => {
    const now = shown()
    return now?.phase === 'refused' ? now.refusal : undefined
  }

  return (
    <div class="connection" role="status" aria-label="Connection">
      <Switch>
        <Match when={phase() === 'connecting'}>
          <Strip spinning>Connecting…</Strip>
        </Match>
        <Match when={phase() === 'catchingUp'}>
          <Strip spinning>Catching up…</Strip>
        </Match>
        <Match when={phase() === 'outage'}>
          <Strip>
            <CloudOff class="connection-icon" size={17} aria-hidden="true" />
            The server has trouble at the moment. What you write is kept and sent when it is over.
          </Strip>
        </Match>
        <Match when={waiting()}>{(state) => <Offline state={state()} onRetry={() => connection.retryNow()} />}</Match>
        <Match when={phase() === 'back'}>
          <Strip tone="good">You are back.</Strip>
        </Match>
        <Match when={phase() === 'superseded'}>
          <Strip tone="bad">
            ChatMux is open in a copy of this tab, so this one stopped.
            <button type="button" class="button small" onClick={() => connection.retryNow()}>
              Use it here
            </button>
          </Strip>
        </Match>
        <Match when={refusal()}>
          {(reason) => (
            <Strip tone="bad">
              {refusalSentence(reason())}
              <button type="button" class="button small" onClick={() => connection.retryNow()}>
                Try again
              </button>
            </Strip>
          )}
        </Match>
        <Match when={connection.newBuild()}>
          <Strip>
            A new version of ChatMux is ready.
            <button type="button" class="button small" onClick={() => connection.acceptNewBuild()}>
              Reload
            </button>
          </Strip>
        </Match>
      </Switch>
    </div>
  )
}

function Offline(props: { state: Waiting; onRetry: () => void }) {
  const now = createClock(500)
  return (
    <Strip>
      <CloudOff class="connection-icon" size={17} aria-hidden="true" />
      <span class="connection-text">
        {props.state.networkDown ? 'You are offline.' : 'The server cannot be reached.'} What you write is kept and sent
        when you are back.
      </span>
      <Show when={!props.state.networkDown}>
        {/* The countdown is for the eye alone: read aloud every second it would drown everything else. */}
        <span class="connection-countdown" aria-hidden="true">
          Next try in {secondsUntil(props.state.retryAtMs, now())} s
        </span>
      </Show>
      <button type="button" class="button small" onClick={() => props.onRetry()}>
        Try now
      </button>
    </Strip>
  )
}

function Strip(props: { tone?: 'good' | 'bad'; spinning?: boolean; children: JSX.Element }) {
  return (
    <div class="connection-strip" data-tone={props.tone}>
      <Show when={props.spinning}>
        <LoaderCircle class="spin" size={17} aria-hidden="true" />
      </Show>
      {props.children}
    </div>
  )
}
