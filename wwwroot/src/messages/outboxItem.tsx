import { Match, Show, Switch } from 'solid-js'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import Clock from 'lucide-solid/icons/clock'
import { useChat } from '../chatContext'
import type { Profile } from '../contract'
import { refusalSentence } from '../refusals'
import { Avatar } from '../ui/avatar'
import { createClock, secondsUntil } from '../ui/ticking'
import type { OutboxMessage } from './messagesView'
import { expectedMentions } from './mentions'
import { MessageQuote } from './messageQuote'
import { MessageText } from './messageText'
import './outboxItem.css'

interface Props {
  message: OutboxMessage
  me: Profile | undefined
  group: boolean
  onRetry: () => void
  onDiscard: () => void
  onJump: (message: number) => void
}

/** An own message that is not on the server yet. */
export function OutboxItem(props: Props) {
  const { connection, lobby } = useChat()
  const reason = () => {
    const { refusal } = props.message
    // Of a message, this code means that three sockets in a row ended with it.
    if (refusal?.code === 'malformed') return 'The server ended the connection three times when this was sent.'
    if (refusal?.code === 'messageGone') return 'What it replies to was deleted. Retry sends it on its own.'
    return refusal && refusalSentence(refusal)
  }
  const awaited = () =>
    connection.state().phase === 'online' ? 'Waiting for the one before' : 'Waiting for connection'
  return (
    <article
      class="message outbox"
      classList={{ group: props.group }}
      data-state={props.message.state}
      tabIndex={-1}
      aria-label={`${props.me?.name ?? ''}, not sent yet`}
    >
      <Show when={props.group && props.me}>
        {(me) => (
          <>
            <Avatar of={me()} />
            <header>
              <bdi class="person-name ellipsis" style={{ '--user': me().colour }}>
                {me().name}
              </bdi>
              <Show when={me().guest}>
                <span class="tag">Guest</span>
              </Show>
            </header>
          </>
        )}
      </Show>
      <Show when={props.message.replyTo}>
        {(quote) => <MessageQuote quote={quote()} onJump={() => props.onJump(quote().sequence)} />}
      </Show>
      <MessageText
        text={props.message.text}
        mentions={expectedMentions(lobby.people().map(({ profile }) => profile))}
        me={props.me?.id}
      />
      <p class="outbox-state">
        <Switch>
          <Match when={props.message.state === 'failed'}>
            <span class="outbox-reason">
              <CircleAlert size={15} aria-hidden="true" />
              <span>Not sent. {reason()}</span>
            </span>
            <span class="outbox-choices">
              <button type="button" class="button small" onClick={() => props.onRetry()}>
                Retry
              </button>
              <button type="button" class="button small" onClick={() => props.onDiscard()}>
                Discard
              </button>
            </span>
          </Match>
          <Match when={props.message.state === 'waiting'}>
            <Clock size={15} aria-hidden="true" />
            <Show when={props.message.retryAtMs} fallback={awaited()}>
              {(retryAtMs) => <Countdown retryAtMs={retryAtMs()} />}
            </Show>
          </Match>
          <Match when={props.message.state === 'sending'}>
            <span class="outbox-sending">Sending…</span>
          </Match>
        </Switch>
      </p>
    </article>
  )
}

function Countdown(props: { retryAtMs: number }) {
  const now = createClock(500)
  return (
    <span>
      Sending again<span aria-hidden="true"> in {secondsUntil(props.retryAtMs, now())} s</span>
    </span>
  )
}
