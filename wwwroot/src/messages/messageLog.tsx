import { Key } from '@solid-primitives/keyed'
import { createEffect, createMemo, createSignal, For, type JSX, on, onCleanup, onMount, Show } from 'solid-js'
import ArrowDown from 'lucide-solid/icons/arrow-down'
import ArrowUp from 'lucide-solid/icons/arrow-up'
import X from 'lucide-solid/icons/x'
import { useChat } from '../chatContext'
import { createAttention } from '../ui/attention'
import { roveFocus } from '../ui/roving'
import { createClock } from '../ui/ticking'
import { unreadText } from '../rooms/unread'
import type { Standing } from '../rooms/standing'
import { ActLine } from './actLine'
import { DoubtMark } from './doubtMark'
import { counts } from './entry'
import { LogTop } from './logTop'
import { MessageItem } from './messageItem'
import type { ConversationView } from './messagesView'
import { OutboxItem } from './outboxItem'
import { keepScroll, type ScrollKeeper } from './scrollKeeper'
import './messageLog.css'

const pageFromPx = 900

interface Props {
  conversation: ConversationView
  standing: Standing
  /** What stands above the first message. */
  beginning: JSX.Element
  /** The same while there is none. */
  empty: JSX.Element
  /** Where the address leads in this conversation. */
  wanted: { message?: number } | undefined
  /** Whether something else is shown over it: then nothing in it is seen. */
  covered: boolean
  /** The address of a message. */
  link: (message: number) => string
  /** Is given what goes to a message; that answers whether it is shown. */
  jumper?: (jump: (sequence: number) => Promise<boolean>) => void
}

/** The messages of one conversation, the newest at the bottom. */
export function MessageLog(props: Props) {
  const { friends, session } = useChat()
  const view = props.conversation
  const now = createClock(30_000)
  const attention = createAttention()
  const [keeper, setKeeper] = createSignal<ScrollKeeper>()
  const [seen, setSeen] = createSignal(0)
  // Until it is decided where to begin, nothing counts as seen.
  const [begun, setBegun] = createSignal(false)
  // The first unread message that the reader was led to, or does not want to see.
  const [passed, setPassed] = createSignal<number>()
  let log!: HTMLDivElement
  let content!: HTMLDivElement

  const atNewest = createMemo(() => (keeper()?.atNewest() ?? true) && !view.hasNewer())
  const newest = createMemo(() => view.messages().at(-1)?.sequence ?? 0)
  const below = createMemo(() => {
    const recipient = { me: session.me()?.id, blocked: friends.blocked }
    return view.messages().filter((message) => message.sequence > seen() && counts(message, recipient)).length
  })

  const followsOwn = () => {
    const last = view.messages().at(-1)
    return last?.act === null && last.author.id === session.me()?.id
  }

  const loadMore = () => {
    if (view.loading() !== undefined || view.loadFailed()) return
    if (log.scrollTop < pageFromPx && view.hasOlder()) void view.loadOlder()
    else if (log.scrollHeight - log.scrollTop - log.clientHeight < pageFromPx && view.hasNewer()) void view.loadNewer()
  }

  onMount(() => {
    setKeeper(keepScroll(log, content, () => !view.hasNewer(), loadMore))
    props.jumper?.((sequence) => jump(view.goTo(sequence)))
    createEffect(
      on(
        createMemo(() => view.messages().length > 0),
        begin,
      ),
    )
    // As many may have come below as went above: then the size tells nothing.
    createEffect(on(view.messages, () => keeper()?.keep(), { defer: true }))
    createEffect(on(() => view.outbox().length, stayWithOwn, { defer: true }))
    createEffect(on(view.loading, loadMore))
  })

  /** The first messages are here: begin at the newest, or at the first unread one if that is further up. */
  function begin(some: boolean) {
    if (!some) return
    keeper()?.toNewest()
    const line = content.querySelector<HTMLElement>('.new-line')
    if (line !== null && line.offsetTop < log.scrollTop) {
      keeper()?.showFrom(line)
      setSeen((view.firstUnread() ?? 1) - 1)
    }
    setBegun(true)
    loadMore()
  }

  let waitingBefore = view.outbox().length
  function stayWithOwn(waiting: number) {
    const more = waiting > waitingBefore
    waitingBefore = waiting
    if (!more) return
    if (view.hasNewer()) void toNewest()
    else keeper()?.toNewest()
  }

  createEffect(
    on([begun, createMemo(() => props.wanted)], ([ready, wanted]) => {
      if (ready && wanted?.message) void jump(view.goTo(wanted.message))
    }),
  )
  createEffect(on(atNewest, view.follow))
  onCleanup(() => view.follow(true))
  createEffect(() => {
    if (begun() && atNewest()) setSeen(newest())
  })
  createEffect(() => {
    if (props.covered || !begun() || !atNewest() || !keeper()?.shown() || !attention() || newest() === 0) return
    view.markRead(newest())
  })

  /** Arrow keys walk through the messages, upwards from the newest one. */
  function walk(event: KeyboardEvent) {
    if ((event.target as HTMLElement).tagName === 'ARTICLE') return roveFocus(event, log, 'article')
    if (event.target !== log || event.key !== 'ArrowUp') return
    event.preventDefault()
    content.querySelector<HTMLElement>('article:last-of-type')?.focus()
  }

  /** Shows a message once it is there. */
  async function jump(going: Promise<number | undefined>): Promise<boolean> {
    const found = await going
    const article = content.querySelector<HTMLElement>(`[data-sequence="${found}"]`)
    if (!article) return false
    keeper()?.showFrom(article, 'middle')
    article.focus({ preventScroll: true })
    article.classList.add('found')
    article.addEventListener('animationend', () => article.classList.remove('found'), { once: true })
    return true
  }

  const goToTime = (atMs: number) => void jump(view.goToTime(atMs))

  function toUnread(first: number) {
    setPassed(first)
    void jump(view.goTo(first))
  }

  async function toNewest() {
    log.focus()
    await view.loadNewest()
    keeper()?.toNewest()
  }

  return (
    <div class="log-frame">
      <div
        class="log"
        id="messages"
        role="log"
        aria-label="Messages"
        // History that comes in is not news: only what is said now is read aloud.
        aria-live={view.loading() === undefined ? 'polite' : 'off'}
        tabIndex={0}
        ref={log}
        onKeyDown={walk}
      >
        <div class="log-content" ref={content}>
          <LogTop view={view} beginning={props.beginning} empty={props.empty} />
          {/* By number: a message that changes keeps its element, with the focus and whatever is open in it. */}
          <Key each={view.messages()} by="sequence">
            {(message, index) => (
              <Show
                when={message().act}
                fallback={
                  <MessageItem
                    view={view}
                    standing={props.standing}
                    message={message()}
                    previous={view.messages()[index() - 1]}
                    firstUnread={view.firstUnread() === message().sequence}
                    now={now()}
                    link={props.link(message().sequence)}
                    onJump={(sequence) => void jump(view.goTo(sequence))}
                    onGoToTime={goToTime}
                  />
                }
              >
                <ActLine
                  message={message()}
                  previous={view.messages()[index() - 1]}
                  now={now()}
                  onGoToTime={goToTime}
                />
              </Show>
            )}
          </Key>
          <Show when={view.hasNewer()}>
            <p class="log-note log-loading">Loading messages…</p>
          </Show>
          <Show when={!view.hasNewer() && view.doubtAtEnd?.()}>
            {(doubt) => <DoubtMark doubt={doubt()} by={undefined} above />}
          </Show>
          <For each={view.outbox()}>
            {(message, index) => (
              <OutboxItem
                message={message}
                me={session.me()}
                group={index() === 0 && !followsOwn()}
                onRetry={() => view.retry(message.id)}
                onDiscard={() => view.discard(message.id)}
                onJump={(sequence) => void jump(view.goTo(sequence))}
              />
            )}
          </For>
        </div>
      </div>
      <Show when={view.unreadAbove() !== passed() && view.unreadAbove()}>
        {(first) => (
          <div class="unread-above">
            <button type="button" class="button small primary" onClick={() => toUnread(first())}>
              <ArrowUp size={15} aria-hidden="true" />
              Jump to the first unread
            </button>
            <button type="button" class="icon-button small" aria-label="Dismiss" onClick={() => setPassed(first())}>
              <X size={15} aria-hidden="true" />
            </button>
          </div>
        )}
      </Show>
      <Show when={!atNewest()}>
        <button type="button" class="button jump" onClick={() => void toNewest()}>
          <ArrowDown size={16} aria-hidden="true" />
          Jump to newest
          <Show when={below() > 0}>
            <span class="count">
              {unreadText(below())}
              <span class="spoken"> new</span>
            </span>
          </Show>
        </button>
      </Show>
    </div>
  )
}
