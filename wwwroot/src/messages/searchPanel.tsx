import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show } from 'solid-js'
import Search from 'lucide-solid/icons/search'
import X from 'lucide-solid/icons/x'

import { useChat } from '../chatContext'
import { systemClock } from '../clock'
import type { Profile, SearchHit } from '../contract'
import { refusalSentence } from '../refusals'
import { roveFocus } from '../ui/roving'
import { createClock } from '../ui/ticking'
import { clockTime, dayName, fullTime } from '../ui/times'
import type { ConversationPeople } from './conversationPeople'
import { markedParts } from './markedParts'
import { createMessageSearch } from './messageSearch'
import type { ConversationView } from './messagesView'
import './searchPanel.css'

/** As the server has it; what is longer is refused there. */
const longestSearch = 200
const moreFromPx = 200

interface Props {
  view: ConversationView
  /** What the conversation is called. */
  name: string
  people: ConversationPeople
  /** Goes to a message. False when it could not be shown. */
  onJump: (sequence: number) => Promise<boolean>
  onClose: () => void
}

/** Finds messages of a conversation by their words and by who wrote them. */
export function SearchPanel(props: Props) {
  const { connection, friends, lobby } = useChat()
  const search = createMessageSearch(systemClock, (wanted, before) =>
    props.view.search(wanted.text, wanted.author, before),
  )
  const [text, setText] = createSignal('')
  const [author, setAuthor] = createSignal('')
  // Stays in the list while it is chosen, wherever its person goes.
  const [chosen, setChosen] = createSignal<Profile>()
  const [lost, setLost] = createSignal(false)
  const now = createClock(60_000)
  const online = () => connection.state().phase === 'online'
  let box!: HTMLInputElement
  let from!: HTMLSelectElement
  let list!: HTMLOListElement

  onMount(() => {
    box.focus()
    props.people.want()
  })
  onCleanup(search.end)
  // What failed for want of a connection is asked for again with the next one.
  createEffect(
    on(online, (is) => {
      if (is && search.failed()?.code === 'unavailable') search.goOn()
    }),
  )

  const hits = createMemo(() =>
    search.hits().filter((hit) => !props.view.isGone(hit) && !friends.blocked(hit.author.id)),
  )
  const others = createMemo(() => othersOf(props.people, props.view.messages(), chosen()))
  // Whoever comes or goes is another option, and the browser forgets which was chosen.
  createEffect(on([() => props.people.here, others], () => (from.value = author()), { defer: true }))
  const look = (now?: boolean) => {
    setLost(false)
    search.look({ text: text(), author: author() || undefined }, now)
  }
  const scrolled = () => {
    if (list.scrollHeight - list.scrollTop - list.clientHeight < moreFromPx && !search.failed()) search.goOn()
  }
  const choose = async (hit: SearchHit) => {
    setLost(false)
    setLost(!(await props.onJump(hit.sequence)))
  }

  function keys(event: KeyboardEvent) {
    if (event.isComposing) return
    if (event.key === 'Escape') {
      event.stopPropagation()
      props.onClose()
    } else if (event.target === box && event.key === 'ArrowDown') {
      event.preventDefault()
      list.querySelector<HTMLElement>('button')?.focus()
    } else if (list.contains(event.target as Node)) {
      const first = list.querySelector('button') === document.activeElement
      if (event.key === 'ArrowUp' && first) box.focus()
      else roveFocus(event, list, 'button')
    }
  }

  return (
    <section class="search-panel" role="search" aria-label={`Search in ${props.name}`} onKeyDown={keys}>
      <header>
        <h2 class="panel-title">Search</h2>
        <button type="button" class="icon-button" aria-label="Close search" onClick={() => props.onClose()}>
          <X size={18} aria-hidden="true" />
        </button>
      </header>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          look(true)
        }}
      >
        <label class="search-box">
          <Search size={16} aria-hidden="true" />
          <span class="spoken">Words to search for</span>
          <input
            ref={box}
            type="search"
            enterkeyhint="search"
            autocomplete="off"
            placeholder="Words"
            maxLength={longestSearch}
            value={text()}
            onInput={(event) => {
              setText(event.currentTarget.value)
              look()
            }}
          />
        </label>
        <label class="search-author">
          <span>From</span>
          <select
            ref={from}
            value={author()}
            onChange={(event) => {
              const id = event.currentTarget.value
              setChosen([...props.people.here, ...others()].find((person) => person.id === id))
              setAuthor(id)
              look(true)
            }}
          >
            <option value="">Anybody</option>
            <Authors label="Here now" people={props.people.here} chosen={author()} />
            <Authors label="Others" people={others()} chosen={author()} />
          </select>
        </label>
      </form>
      <p class="search-status" role="status">
        {status()}
      </p>
      <Show when={search.failed()}>
        {(refusal) => (
          <p class="alert" role="alert">
            <span>
              {refusal().code === 'unavailable' && !online()
                ? 'There is no connection. The search goes on when it is back.'
                : refusalSentence(refusal())}{' '}
              <Show when={refusal().code === 'tooFast' || (refusal().code === 'unavailable' && online())}>
                <button type="button" class="button small" onClick={() => search.goOn()}>
                  Try again
                </button>
              </Show>
            </span>
          </p>
        )}
      </Show>
      <Show when={lost()}>
        <p class="alert" role="alert">
          This message could not be shown.
        </p>
      </Show>
      <ol class="search-hits" role="list" aria-label="Found messages" ref={list} onScroll={scrolled}>
        <For each={hits()}>
          {(hit) => (
            <li>
              <button type="button" class="search-hit" onClick={() => void choose(hit)}>
                <Who author={lobby.person(hit.author.id)?.profile ?? hit.author} />
                <time dateTime={new Date(hit.sentAtMs).toISOString()} title={fullTime(hit.sentAtMs)}>
                  {dayName(hit.sentAtMs, now())}, {clockTime(hit.sentAtMs)}
                </time>
                <span class="search-excerpt" dir="auto">
                  <For each={markedParts(hit.excerpt, hit.marks)}>
                    {(part) => (part.marked ? <mark>{part.text}</mark> : part.text)}
                  </For>
                </span>
              </button>
            </li>
          )}
        </For>
        <Show when={search.more() && !search.searching() && !search.failed()}>
          <li>
            <button type="button" class="button small" onClick={() => search.goOn()}>
              Show older ones
            </button>
          </li>
        </Show>
      </ol>
    </section>
  )

  function status(): string {
    const found = hits().length
    if (!search.wanted()) return 'Type words, or choose who wrote them. The last word may be the beginning of one.'
    if (search.searching()) return found > 0 ? 'Searching for older ones…' : 'Searching…'
    if (search.failed()) return ''
    if (found === 0) return 'Nothing was found.'
    return `${found}${search.more() ? ' or more' : ''} found`
  }
}

function Who(props: { author: Profile }) {
  return (
    <bdi class="person-name ellipsis" style={{ '--user': props.author.colour }}>
      {props.author.name || 'Somebody who left'}
    </bdi>
  )
}

function Authors(props: { label: string; people: readonly Profile[]; chosen: string }) {
  const { session } = useChat()
  return (
    <Show when={props.people.length > 0}>
      <optgroup label={props.label}>
        <For each={props.people}>
          {(person) => (
            <option value={person.id} selected={person.id === props.chosen}>
              {optionName(person, session.me()?.id)}
            </option>
          )}
        </For>
      </optgroup>
    </Show>
  )
}

const optionName = (person: Profile, me: string | undefined): string =>
  `${person.name}${person.handle ? ` (@${person.handle})` : ''}${person.id === me ? ' (you)' : ''}`

/** Members who are away, whoever wrote what is on the page and left since, and who is chosen. */
function othersOf(
  { here, away }: ConversationPeople,
  messages: readonly { author: Profile }[],
  chosen: Profile | undefined,
): Profile[] {
  const known = new Set([...here, ...away].map(({ id }) => id))
  const more = [...messages.map(({ author }) => author), ...(chosen ? [chosen] : [])]
  const left = new Map(more.flatMap((each) => (each.name && !known.has(each.id) ? [[each.id, each]] : [])))
  return [...away, ...left.values()].toSorted((one, other) => one.name.localeCompare(other.name))
}
