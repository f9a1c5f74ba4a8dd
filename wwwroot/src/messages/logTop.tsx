import { type JSX, Match, Switch } from 'solid-js'
import { refusalSentence } from '../refusals'
import type { ConversationView } from './messagesView'

/** What stands above the first message: what is still coming, what went wrong, or the beginning. */
export function LogTop(props: { view: ConversationView; beginning: JSX.Element; empty: JSX.Element }) {
  const again = () => void (props.view.messages().length === 0 ? props.view.loadNewest() : props.view.loadOlder())

  return (
    <Switch>
      <Match when={props.view.loadFailed()}>
        {(refusal) => (
          <div class="log-note" role="alert">
            <p>Messages could not be loaded. {refusalSentence(refusal())}</p>
            <button type="button" class="button small" onClick={again}>
              Try again
            </button>
          </div>
        )}
      </Match>
      <Match when={props.view.loading() !== undefined || props.view.hasOlder()}>
        <p class="log-note log-loading">Loading messages…</p>
      </Match>
      <Match when={props.view.messages().length === 0 && props.view.outbox().length === 0}>{props.empty}</Match>
      <Match when={true}>
        <p class="log-note">
          <span>{props.beginning}</span>
        </p>
      </Match>
    </Switch>
  )
}
