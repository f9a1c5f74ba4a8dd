import { createMemo, createSignal, Show } from 'solid-js'
import UserPlus from 'lucide-solid/icons/user-plus'
import X from 'lucide-solid/icons/x'
import { useChat } from '../chatContext'
import { AddFriendDialog } from '../friends/addFriendDialog'
import { FriendRequest } from '../friends/friendRequest'
import { OwnConnections } from '../presence/ownConnections'
import { InviteCard } from '../rooms/inviteCard'
import { VirtualList } from '../ui/virtualList'
import { createHereCount } from './hereCount'
import { groupPeople, isAway } from './people'
import { Person } from './person'
import './lobby.css'

// Their heights in lobby.css.
const personPx = 46
const requestPx = 84

// As many that looking through them is no work.
const searchFrom = 8

interface Props {
  ref: (element: HTMLElement) => void
  /** Whether to help somebody alone to invite others; an empty room does that by itself. */
  invite: boolean
  onClose: () => void
}

/** Friends, who wants to be one, and everyone else who is here now. */
export function PeoplePanel(props: Props) {
  const { friends, lobby, presence, session } = useChat()
  const [search, setSearch] = createSignal('')
  const [adding, setAdding] = createSignal(false)
  const [scroller, setScroller] = createSignal<HTMLElement>()
  const me = () => session.me()?.id
  const groups = createMemo(() =>
    groupPeople({
      here: lobby.people(),
      entries: friends.entries(),
      me: session.me(),
      invisible: presence.availability() === 'invisible',
      search: search(),
    }),
  )
  const searches = () => search() !== '' || lobby.people().length + friends.entries().length >= searchFrom
  const friendsHere = () => groups().friends.filter((friend) => !isAway(friend)).length
  const found = () => groups().requests.length + groups().friends.length + groups().others.length
  const count = createHereCount()
  const others = () =>
    groups().others.filter(({ id, presence: shown }) => shown !== 'invisible' && (id !== me() || !hasFriends())).length
  const hasFriends = () => groups().friends.length > 0
  const alone = () => lobby.people().length <= 1 && friends.entries().length === 0 && search() === ''

  const keys = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    if (search() !== '') setSearch('')
    else props.onClose()
  }

  return (
    <aside class="people-panel" aria-label="People here" ref={props.ref} onKeyDown={keys}>
      <header>
        <h2 class="panel-title">Online · {count()}</h2>
        <button
          type="button"
          class="icon-button"
          aria-label="Add a friend"
          title="Add a friend"
          onClick={() => setAdding(true)}
        >
          <UserPlus size={18} aria-hidden="true" />
        </button>
        <button
          type="button"
          class="icon-button people-close"
          aria-label="Close people"
          onClick={() => props.onClose()}
        >
          <X size={18} aria-hidden="true" />
        </button>
      </header>
      <Show when={searches()}>
        <input
          type="search"
          class="people-search"
          aria-label="Find people"
          placeholder="Find people"
          value={search()}
          onInput={(event) => setSearch(event.currentTarget.value)}
        />
      </Show>
      {/* Scrolls, so it takes the focus. */}
      <div class="people-lists" tabIndex={0} ref={setScroller} role="group" aria-label="Lists of people">
        <Show when={scroller()}>
          {(scrolls) => (
            // One child, whose size tells where its lists stand.
            <div>
              <Show when={groups().requests.length > 0}>
                <h3>Friend requests · {groups().requests.length}</h3>
                <VirtualList label="Friend requests" items={groups().requests} rowPx={requestPx} scroller={scrolls()}>
                  {(person) => <FriendRequest person={person()} />}
                </VirtualList>
              </Show>
              <Show when={groups().friends.length > 0}>
                <h3>
                  Friends · {friendsHere()} online
                  <Show when={groups().friends.length > friendsHere()}>
                    , {groups().friends.length - friendsHere()} offline
                  </Show>
                </h3>
                <VirtualList label="Friends" items={groups().friends} rowPx={personPx} scroller={scrolls()}>
                  {(person) => <Person person={person()} me={false} />}
                </VirtualList>
              </Show>
              <Show when={groups().others.length > 0}>
                <h3>
                  {hasFriends() ? 'Others here' : 'Here'} · {others()}
                </h3>
                <VirtualList label="People" items={groups().others} rowPx={personPx} scroller={scrolls()}>
                  {(person) => <Person person={person()} me={person().id === me()} />}
                </VirtualList>
              </Show>
              <Show when={search() === ''}>
                <OwnConnections />
              </Show>
            </div>
          )}
        </Show>
        <Show when={search() !== '' && found() === 0}>
          <p class="people-none">Nobody here, and none of your friends, is called “{search()}”.</p>
        </Show>
        <p class="spoken" role="status">
          {search() === '' ? '' : `${found()} found`}
        </p>
        <Show when={alone() && props.invite}>
          <InviteCard title="Nobody else is here" />
        </Show>
      </div>
      <Show when={adding()}>
        <AddFriendDialog onClose={() => setAdding(false)} />
      </Show>
    </aside>
  )
}
