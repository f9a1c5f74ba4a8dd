import { createSignal, For, Index, type JSX, Show } from 'solid-js'
import BellOff from 'lucide-solid/icons/bell-off'
import Plus from 'lucide-solid/icons/plus'
import Timer from 'lucide-solid/icons/timer'
import { useChat } from '../chatContext'
import type { Trouble } from '../refusals'
import { Alert } from '../ui/alert'
import { roveFocus } from '../ui/roving'
import { HereCount } from './hereCount'
import { RoomIcon } from './roomIcon'
import { ownRoomName } from './title'
import { NewRoomDialog } from './newRoomDialog'
import { unreadText, waitingCount, waitingIn } from './unread'
import './rooms.css'

interface Props {
  chosen: string | undefined
  onChoose: (conversation: string) => void
  /** A room was entered just now: show it once it is there. */
  onEnter: (room: string) => void
  /** What else one has, between the rooms and those that one could join. */
  children: JSX.Element
}

/** The rooms one is in, with what waits in each, and those that one could join. Arrow keys move between them. */
export function RoomList(props: Props) {
  const { inbox, rooms, session } = useChat()
  const [creating, setCreating] = createSignal(false)
  const [making, setMaking] = createSignal(false)
  const [trouble, setTrouble] = createSignal<Trouble>()
  const createTemporary = async () => {
    if (making()) return
    setMaking(true)
    const name = ownRoomName(session.me()?.name ?? '', session.limits().nameLength)
    setTrouble(await rooms.create({ name, topic: '', temporary: true }, props.onEnter))
    setMaking(false)
  }

  return (
    <nav class="rooms" aria-labelledby="rooms-title">
      <header class="rooms-header">
        <h2 class="panel-title" id="rooms-title">
          Rooms
        </h2>
        <button
          type="button"
          class="icon-button small"
          aria-label="New temporary room"
          title="New temporary room: at once, and until you leave it or are away for a minute"
          aria-disabled={making()}
          onClick={() => void createTemporary()}
        >
          <Timer size={17} aria-hidden="true" />
        </button>
        <button
          type="button"
          class="icon-button small"
          aria-label="New room"
          title="New room"
          onClick={() => setCreating(true)}
        >
          <Plus size={17} aria-hidden="true" />
        </button>
      </header>
      <Alert trouble={trouble()} />
      <ul role="list" aria-label="Rooms" onKeyDown={(event) => roveFocus(event, event.currentTarget, 'button')}>
        <Index each={inbox.conversations()}>
          {(item, index) => {
            const waiting = () => waitingIn(item())
            const chosen = () => item().conversation === props.chosen
            // While something else is open, the Tab key leads to the first one.
            const entrance = () => chosen() || (props.chosen === undefined && index === 0)
            return (
              <li>
                <button
                  type="button"
                  class="room"
                  classList={{ unread: waitingCount(waiting()) > 0, muted: item().level !== 'all' }}
                  aria-current={chosen() ? 'page' : undefined}
                  tabIndex={entrance() ? 0 : -1}
                  onClick={() => props.onChoose(item().conversation)}
                >
                  <RoomIcon size={17} temporary={rooms.listed(item().room.id)?.temporary ?? false} />
                  <bdi class="ellipsis">{rooms.nameOf(item().room)}</bdi>
                  <HereCount room={item().room.id} />
                  <Show when={item().level !== 'all'}>
                    <BellOff size={15} aria-hidden="true" />
                    <span class="spoken"> {item().level === 'none' ? 'muted' : 'mentions only'} </span>
                  </Show>
                  <Show when={waiting().mentions > 0}>
                    <span class="count mentions">
                      <span aria-hidden="true">@</span>
                      {unreadText(waiting().mentions)}
                      <span class="spoken"> {waiting().mentions === 1 ? 'mention' : 'mentions'}, </span>
                    </span>
                  </Show>
                  <Show when={waiting().unread > 0}>
                    <span class="count">
                      {unreadText(waiting().unread)}
                      <span class="spoken"> unread</span>
                    </span>
                  </Show>
                </button>
              </li>
            )
          }}
        </Index>
      </ul>
      {props.children}
      <OtherRooms onEnter={props.onEnter} />
      <Show when={creating()}>
        <NewRoomDialog onClose={() => setCreating(false)} onCreated={props.onEnter} />
      </Show>
    </nav>
  )
}

/** Open rooms that one is not in. */
function OtherRooms(props: { onEnter: (room: string) => void }) {
  const { inbox, lobby, rooms } = useChat()
  const [trouble, setTrouble] = createSignal<Trouble>()
  const [joining, setJoining] = createSignal<string>()
  const mine = () => new Set(inbox.conversations().map(({ room }) => room.id))
  const others = () => lobby.rooms().filter(({ id }) => !mine().has(id))
  const join = async (room: string) => {
    if (joining()) return
    setJoining(room)
    const reason = await rooms.join(room)
    setJoining(undefined)
    setTrouble(reason)
    if (!reason) props.onEnter(room)
  }

  return (
    <Show when={inbox.conversations().length > 0 && others().length > 0}>
      <section class="other-rooms" aria-labelledby="other-rooms-title">
        <h2 class="panel-title" id="other-rooms-title">
          More rooms
        </h2>
        <Alert trouble={trouble()} />
        <ul role="list" aria-label="More rooms">
          <For each={others()}>
            {(room) => (
              <li class="other-room">
                <RoomIcon size={17} temporary={room.temporary} />
                <span class="other-room-text">
                  <bdi class="ellipsis">{room.name}</bdi>
                  <Show when={room.topic}>
                    {(topic) => (
                      <bdi class="room-topic ellipsis" title={topic()}>
                        {topic()}
                      </bdi>
                    )}
                  </Show>
                </span>
                <HereCount room={room.id} />
                <button
                  type="button"
                  class="button small"
                  aria-label={`Join ${room.name}`}
                  aria-disabled={joining() === room.id}
                  onClick={() => void join(room.id)}
                >
                  Join
                </button>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  )
}
