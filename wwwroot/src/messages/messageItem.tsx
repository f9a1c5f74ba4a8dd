import { createMemo, Show } from 'solid-js'
import { useChat } from '../chatContext'
import type { ChatMessage } from '../contract'
import { Avatar } from '../ui/avatar'
import { briefTime, clockTime, dayName, fullTime } from '../ui/times'
import { startsDay, startsGroup } from './grouping'
import { MessageText } from './messageText'

interface Props {
  message: ChatMessage
  previous: ChatMessage | undefined
  /** Whether the line above which everything has been read stands here. */
  firstUnread: boolean
  now: number
}

/** One message with what stands above it: the day, the "new" line, its author. */
export function MessageItem(props: Props) {
  const { lobby } = useChat()
  // Whoever is here is shown as they are now; of others the message keeps what they were.
  const author = () => lobby.person(props.message.author.id)?.profile ?? props.message.author
  const authorName = () => author().name || 'Somebody who left'
  const day = createMemo(() => startsDay(props.previous, props.message))
  const group = createMemo(() => props.firstUnread || startsGroup(props.previous, props.message))
  const time = () => new Date(props.message.sentAtMs).toISOString()

  return (
    <>
      <Show when={day()}>
        <div class="day-line">
          <span>{dayName(props.message.sentAtMs, props.now)}</span>
        </div>
      </Show>
      <Show when={props.firstUnread}>
        <div class="new-line">
          <span>New</span>
        </div>
      </Show>
      <article
        class="message"
        classList={{ group: group() }}
        tabIndex={-1}
        aria-label={`${authorName()}, ${fullTime(props.message.sentAtMs)}`}
      >
        <Show
          when={group()}
          fallback={
            <>
              <time class="message-gutter" dateTime={time()} title={fullTime(props.message.sentAtMs)}>
                {clockTime(props.message.sentAtMs)}
              </time>
              <span class="spoken">{authorName()}: </span>
            </>
          }
        >
          <Avatar of={author()} />
          <header>
            <bdi class="person-name ellipsis" title={authorName()} style={{ '--user': author().colour }}>
              {authorName()}
            </bdi>
            <Show when={author().guest}>
              <span class="tag">Guest</span>
            </Show>
            <time dateTime={time()} title={fullTime(props.message.sentAtMs)}>
              <span class="time-brief">{briefTime(props.message.sentAtMs, props.now)}</span>
              <span class="time-full" aria-hidden="true">
                {fullTime(props.message.sentAtMs)}
              </span>
            </time>
          </header>
        </Show>
        <Show when={!props.message.erased} fallback={<p class="message-erased">Removed with its author's account</p>}>
          <MessageText text={props.message.text} />
        </Show>
      </article>
    </>
  )
}
