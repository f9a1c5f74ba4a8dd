import { createMemo, createSignal, onMount, Show } from 'solid-js'
import { useChat } from '../chatContext'
import type { ChatMessage } from '../contract'
import type { Trouble } from '../refusals'
import type { Standing } from '../rooms/standing'
import { Alert } from '../ui/alert'
import { Avatar } from '../ui/avatar'
import { Confirm } from '../ui/confirm'
import { briefTime, clockTime, fullTime } from '../ui/times'
import { startsGroup } from './grouping'
import { LinesAbove } from './linesAbove'
import { calls } from './mentions'
import { MessageActions } from './messageActions'
import { MessageBody } from './messageBody'
import { MessageQuote } from './messageQuote'
import { MessageReactions } from './messageReactions'
import type { ConversationView } from './messagesView'
import './messageItem.css'

interface Props {
  view: ConversationView
  standing: Standing
  message: ChatMessage
  previous: ChatMessage | undefined
  /** Whether the line above which everything has been read stands here. */
  firstUnread: boolean
  now: number
  /** The address that leads to it. */
  link: string
  onJump: (message: number) => void
  onGoToTime: (atMs: number) => void
}

/** One message with what stands above it: the day, the "new" line, its author. */
export function MessageItem(props: Props) {
  const { lobby, session } = useChat()
  const [pointed, setPointed] = createSignal(false)
  const [focused, setFocused] = createSignal(false)
  const [deleting, setDeleting] = createSignal(false)
  const [trouble, setTrouble] = createSignal<Trouble>()
  let there = false
  onMount(() => (there = true))
  let article!: HTMLElement

  // Whoever is here is shown as they are now; of others the message keeps what they were.
  const author = () => lobby.person(props.message.author.id)?.profile ?? props.message.author
  const authorName = () => author().name || 'Somebody who left'
  const group = createMemo(() => props.firstUnread || startsGroup(props.previous, props.message))
  const gone = () => props.message.deleted || props.message.erased
  const own = () => props.message.author.id === session.me()?.id
  const calling = () => !gone() && !own() && calls(props.message.mentions, session.me()?.id)
  const editing = () => props.view.editing()?.message === props.message.sequence
  const acting = () => (pointed() || focused()) && !gone() && !editing()

  const react = async (emoji: string, on: boolean) => setTrouble(await props.view.react(props.message, emoji, on))
  const toggle = (emoji: string) => {
    const users = props.message.reactions.find((reaction) => reaction.emoji === emoji)?.users
    void react(emoji, !users?.includes(session.me()?.id ?? ''))
  }
  const markUnread = async () => setTrouble(await props.view.markUnread(props.message))
  const remove = async () => {
    setDeleting(false)
    setTrouble(await props.view.delete(props.message))
    article.focus()
  }

  return (
    <>
      <LinesAbove {...props} />
      <article
        ref={article}
        class="message"
        classList={{ group: group(), editing: editing(), calling: calling() }}
        data-sequence={props.message.sequence}
        tabIndex={-1}
        aria-label={`${authorName()}, ${fullTime(props.message.sentAtMs)}`}
        onPointerEnter={() => setPointed(true)}
        onPointerLeave={() => setPointed(false)}
        onFocusIn={() => setFocused(true)}
        onFocusOut={(event) => setFocused(article.contains(event.relatedTarget as Node | null))}
      >
        <Show when={group()} fallback={<Gutter author={authorName()} sentAtMs={props.message.sentAtMs} />}>
          <Avatar of={author()} />
          <header>
            <bdi class="person-name ellipsis" title={authorName()} style={{ '--user': author().colour }}>
              {authorName()}
            </bdi>
            <Show when={author().guest}>
              <span class="tag">Guest</span>
            </Show>
            <time dateTime={isoTime(props.message.sentAtMs)} title={fullTime(props.message.sentAtMs)}>
              <span class="time-brief">{briefTime(props.message.sentAtMs, props.now)}</span>
              <span class="time-full" aria-hidden="true">
                {fullTime(props.message.sentAtMs)}
              </span>
            </time>
          </header>
        </Show>
        <Show when={props.message.replyTo}>
          {(quote) => <MessageQuote quote={quote()} onJump={() => props.onJump(quote().sequence)} />}
        </Show>
        <MessageBody
          view={props.view}
          message={props.message}
          me={session.me()?.id}
          editing={editing()}
          freshlyEdited={there}
          onClose={() => article.focus()}
        />
        <MessageReactions message={props.message} onReact={(emoji, on) => void react(emoji, on)} />
        <Alert trouble={trouble()} />
        <Show when={acting()}>
          <MessageActions
            message={props.message}
            link={props.link}
            mayWrite={!props.standing.muted()}
            mayEdit={own() && !props.standing.muted()}
            mayDelete={own() || props.standing.mayDelete(props.message.author.id)}
            onReact={toggle}
            onReply={() => props.view.setReplyTo(props.message)}
            onEdit={() => props.view.setEditing({ message: props.message.sequence, text: props.message.text })}
            onMarkUnread={() => void markUnread()}
            onDelete={() => setDeleting(true)}
          />
        </Show>
        <Show when={deleting()}>
          <Confirm
            title="Delete this message?"
            text="Its text is gone for everybody. This cannot be undone."
            action="Delete"
            onClose={() => setDeleting(false)}
            onConfirm={() => void remove()}
          />
        </Show>
      </article>
    </>
  )
}

const isoTime = (ms: number): string => new Date(ms).toISOString()

/** Beside a message that follows another one of its author. */
function Gutter(props: { author: string; sentAtMs: number }) {
  return (
    <>
      <time class="message-gutter" dateTime={isoTime(props.sentAtMs)} title={fullTime(props.sentAtMs)}>
        {clockTime(props.sentAtMs)}
      </time>
      <span class="spoken">{props.author}: </span>
    </>
  )
}
