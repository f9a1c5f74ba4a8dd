import { createMemo, createSignal, onMount, Show } from 'solid-js'
import { useChat } from '../chatContext'
import type { ChatMessage, Profile } from '../contract'
import { personName } from '../lobby/people'
import { ProfileCard } from '../lobby/profileCard'
import type { Trouble } from '../refusals'
import type { Standing } from '../rooms/standing'
import { Alert } from '../ui/alert'
import { Avatar } from '../ui/avatar'
import { Confirm } from '../ui/confirm'
import { PopoverButton } from '../ui/popoverButton'
import { briefTime, clockTime, fullTime } from '../ui/times'
import { DoubtMark } from './doubtMark'
import { startsGroup } from './grouping'
import { KeyLines } from './keyLines'
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
  const { friends, lobby, session } = useChat()
  const [pointed, setPointed] = createSignal(false)
  const [focused, setFocused] = createSignal(false)
  const [deleting, setDeleting] = createSignal(false)
  const [trouble, setTrouble] = createSignal<Trouble>()
  const [shown, setShown] = createSignal(false)
  let there = false
  // Asked when it is needed: as it stands, it would be what it was when this was made.
  const isThere = () => there
  onMount(() => (there = true))
  let article!: HTMLElement

  // Whoever is here is shown as they are now; of others the message keeps what they were.
  const author = () => lobby.person(props.message.author.id)?.profile ?? props.message.author
  const authorName = () => personName(author())
  const keyNews = createMemo(() => (props.previous && props.view.keyNews?.(props.previous, props.message)) ?? [])
  const group = createMemo(
    () => props.firstUnread || keyNews().length > 0 || startsGroup(props.previous, props.message),
  )
  const gone = () => props.message.deleted || props.message.erased
  const hidden = () => !shown() && friends.blocked(props.message.author.id)
  const own = () => props.message.author.id === session.me()?.id
  const calling = () => !gone() && !own() && !hidden() && calls(props.message.mentions, session.me()?.id)
  const doubt = createMemo(() => props.view.doubt?.(props.message))
  const unreadable = () => doubt() === 'unreadable' || doubt() === 'emptied'
  const writer = () => (own() ? undefined : authorName())
  const editing = () => props.view.editing()?.message === props.message.sequence
  const acting = () => (pointed() || focused()) && !gone() && !hidden() && !editing()

  const react = async (emoji: string, on: boolean) => setTrouble(await props.view.react(props.message, emoji, on))
  const toggle = (emoji: string) => {
    const users = props.message.reactions.find((reaction) => reaction.emoji === emoji)?.users
    void react(emoji, !users?.includes(session.me()?.id ?? ''))
  }
  const markUnread = async () => setTrouble(await props.view.markUnread(props.message))
  const show = () => {
    setShown(true)
    article.focus()
  }
  const remove = async () => {
    setDeleting(false)
    setTrouble(await props.view.delete(props.message))
    article.focus()
  }

  return (
    <>
      <LinesAbove {...props} />
      <KeyLines news={keyNews()} />
      <Show when={doubt() === 'missingBefore' && !hidden()}>
        <DoubtMark doubt="missingBefore" by={writer()} above />
      </Show>
      <article
        ref={article}
        class="message"
        classList={{ group: group(), editing: editing(), calling: calling() }}
        data-sequence={props.message.sequence}
        tabIndex={-1}
        aria-label={`${hidden() ? 'Hidden message' : authorName()}, ${fullTime(props.message.sentAtMs)}`}
        onPointerEnter={() => setPointed(true)}
        onPointerLeave={() => setPointed(false)}
        onFocusIn={() => setFocused(true)}
        onFocusOut={(event) => setFocused(article.contains(event.relatedTarget as Node | null))}
      >
        <Show when={!hidden()} fallback={<Hidden at={fullTime(props.message.sentAtMs)} onShow={show} />}>
          <Show when={group()} fallback={<Gutter author={authorName()} sentAtMs={props.message.sentAtMs} />}>
            <Avatar of={author()} />
            <header>
              <Author profile={author()} />
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
            unreadable={unreadable()}
            freshlyEdited={isThere()}
            onClose={() => article.focus()}
          />
          <Show when={doubt() !== 'missingBefore' && doubt()}>
            {(kind) => <DoubtMark doubt={kind()} by={writer()} />}
          </Show>
          <MessageReactions
            message={props.message}
            mayReact={!unreadable()}
            onReact={(emoji, on) => void react(emoji, on)}
          />
        </Show>
        <Alert trouble={trouble()} />
        <Show when={acting()}>
          <MessageActions
            message={props.message}
            link={props.link}
            mayCopy={!unreadable()}
            mayWrite={props.standing.mayWrite() && !unreadable()}
            mayEdit={own() && props.standing.mayWrite() && !unreadable()}
            mayDelete={own() ? props.standing.mayDeleteOwn() : props.standing.mayDelete(props.message.author.id)}
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

/** Whoever wrote it; choosing the name tells more of them. */
function Author(props: { profile: Profile }) {
  const name = () => (
    <bdi class="person-name ellipsis" title={personName(props.profile)} style={{ '--user': props.profile.colour }}>
      {personName(props.profile)}
    </bdi>
  )
  return (
    <Show when={props.profile.name} fallback={name()}>
      <PopoverButton class="message-author" face={name()}>
        {(anchor) => <ProfileCard profile={props.profile} anchor={anchor} placement="right-start" />}
      </PopoverButton>
    </Show>
  )
}

/** In the place of what somebody wrote whom one has blocked. */
function Hidden(props: { at: string; onShow: () => void }) {
  return (
    <p class="message-hidden">
      Message from somebody you blocked
      <button
        type="button"
        class="button small"
        aria-label={`Show, message of ${props.at}`}
        onClick={() => props.onShow()}
      >
        Show
      </button>
    </p>
  )
}
