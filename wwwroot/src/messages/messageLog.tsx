import { Key } from '@solid-primitives/keyed'
import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show } from 'solid-js'
import ArrowDown from 'lucide-solid/icons/arrow-down'
import { useChat } from '../chatContext'
import { createAttention } from '../ui/attention'
import { roveFocus } from '../ui/roving'
import { createClock } from '../ui/ticking'
import { unreadText } from '../rooms/unread'
import { LogTop } from './logTop'
import { MessageItem } from './messageItem'
import type { ConversationView } from './messagesView'
import { OutboxItem } from './outboxItem'
import { keepScroll, type ScrollKeeper } from './scrollKeeper'
import './messageLog.css'

const olderFromPx = 900

/** The messages of one conversation, the newest at the bottom. */
export function MessageLog(props: {
  conversation: ConversationView
  room: string
  /** Is given what goes to a message; that answers whether it is shown. */
  jumper?: (jump: (sequence: number) => Promise<boolean>) => void
}) {
  const { session } = useChat()
  const view = props.conversation
  const now = createClock(30_000)
  const attention = createAttention()
  const [keeper, setKeeper] = createSignal<ScrollKeeper>()
  const [seen, setSeen] = createSignal(0)
  // Until it is decided where to begin, nothing counts as seen.
  const [begun, setBegun] = createSignal(false)
  let log!: HTMLDivElement
  let content!: HTMLDivElement

  const atNewest = () => keeper()?.atNewest() ?? true
  const newest = createMemo(() => view.messages().at(-1)?.sequence ?? 0)
  const below = createMemo(() => {
    const me = session.me()?.id
    return view.messages().filter(({ sequence, author }) => sequence > seen() && author.id !== me).length
  })

  const loadMore = () => {
    if (log.scrollTop < olderFromPx && view.hasOlder() && view.loading() === undefined && !view.loadFailed())
      void view.loadOlder()
  }

  onMount(() => {
    setKeeper(keepScroll(log, content, loadMore))
    props.jumper?.(jump)
    createEffect(
      on(
        createMemo(() => view.messages().length > 0),
        begin,
      ),
    )
    createEffect(on(() => view.outbox().length, stayWithOwn))
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

  function stayWithOwn(waiting: number, before: number | undefined) {
    if (waiting > (before ?? 0)) keeper()?.toNewest()
  }

  createEffect(() => view.follow(atNewest()))
  onCleanup(() => view.follow(true))
  createEffect(() => {
    if (begun() && atNewest()) setSeen(newest())
  })
  createEffect(() => {
    if (begun() && atNewest() && keeper()?.shown() && attention() && newest() > 0) view.markRead(newest())
  })

  /** Arrow keys walk through the messages, upwards from the newest one. */
  function walk(event: KeyboardEvent) {
    if ((event.target as HTMLElement).tagName === 'ARTICLE') return roveFocus(event, log, 'article')
    if (event.target !== log || event.key !== 'ArrowUp') return
    event.preventDefault()
    content.querySelector<HTMLElement>('article:last-of-type')?.focus()
  }

  /** Goes to a message, and back to it when it has to be fetched first. */
  async function jump(sequence: number) {
    if (!(await view.loadBackTo(sequence))) return false
    const article = content.querySelector<HTMLElement>(`article[data-sequence="${sequence}"]`)
    if (!article) return false
    keeper()?.showFrom(article, 'middle')
    article.focus({ preventScroll: true })
    article.classList.add('found')
    article.addEventListener('animationend', () => article.classList.remove('found'), { once: true })
    return true
  }

  const toNewest = () => {
    void view.loadNewest()
    keeper()?.toNewest()
    log.focus()
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
          <LogTop view={view} room={props.room} />
          {/* By number: a message that changes keeps its element, with the focus and whatever is open in it. */}
          <Key each={view.messages()} by="sequence">
            {(message, index) => (
              <MessageItem
                view={view}
                message={message()}
                previous={view.messages()[index() - 1]}
                firstUnread={view.firstUnread() === message().sequence}
                now={now()}
                onJump={(sequence) => void jump(sequence)}
              />
            )}
          </Key>
          <For each={view.outbox()}>
            {(message, index) => (
              <OutboxItem
                message={message}
                me={session.me()}
                group={index() === 0 && view.messages().at(-1)?.author.id !== session.me()?.id}
                onRetry={() => view.retry(message.id)}
                onDiscard={() => view.discard(message.id)}
                onJump={(sequence) => void jump(sequence)}
              />
            )}
          </For>
        </div>
      </div>
      <Show when={!atNewest()}>
        <button type="button" class="button jump" onClick={toNewest}>
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
