import { createEffect, createMemo, createSignal, on, Show, untrack } from 'solid-js'
import { useChat } from './chatContext'
import { ConnectionBanner } from './connections/connectionBanner'
import { AddPrompt } from './friends/addPrompt'
import { GraphView } from './graph/graphView'
import { DeviceNotices } from './keys/devices/deviceNotices'
import { personName } from './lobby/people'
import { PeoplePanel } from './lobby/peoplePanel'
import { DirectHeader } from './messages/directHeader'
import { DirectList } from './messages/directList'
import { DirectPane } from './messages/directPane'
import type { HeaderActs } from './messages/headerButtons'
import { createNotices, type Destination } from './messages/notices'
import { RoomPane } from './messages/roomPane'
import { InvitationNotice } from './rooms/invitationNotice'
import { JoinPrompt } from './rooms/joinPrompt'
import { LeaveNotice } from './rooms/leaveNotice'
import { RoomHeader } from './rooms/roomHeader'
import { RoomList } from './rooms/roomList'
import { createRoomChoice } from './rooms/roomChoice'
import { createTitle } from './rooms/title'
import { AccountBar } from './sessions/accountBar'
import { Mark } from './ui/mark'
import { isNarrow } from './ui/narrow'
import { type Panel, Views } from './views'
import './frame.css'

/** One visit of a conversation, in a room or with one person. */
interface Shown {
  id: string | undefined
  direct: string | undefined
  takesFocus: boolean
}

/** The page of somebody who is in: rooms and direct chats, one conversation, people. A phone shows one of the three at a time. */
export function Frame() {
  const { connection, directs, inbox, messages, presence, rooms } = useChat()
  const room = createRoomChoice(() => inbox.conversations())
  const [panel, setPanel] = createSignal<Panel>('chat')
  const [drawer, setDrawer] = createSignal(false)
  const [searching, setSearching] = createSignal(false)
  /** With whom the direct chat is that is open in the place of a room. */
  const direct = createMemo(() => room.direct()?.user)
  const conversation = createMemo(() => (direct() === undefined ? room.chosen()?.conversation : undefined))
  const other = createMemo(() => directs.profile(direct() ?? ''))
  const isReadable = () => conversation() !== undefined || (other() !== undefined && directs.keys() === 'ready')
  const [visit, setVisit] = createSignal(0)
  const timesLeft = createMemo(() => messages.timesLeft(conversation() ?? ''))
  const shown = createMemo((before: Shown | undefined): Shown => {
    const [id, user] = [conversation(), direct(), visit(), timesLeft()]
    const isLeft = untrack(
      () => before?.id !== undefined && !inbox.conversations().some((each) => each.conversation === before.id),
    )
    // Whoever was put out while writing goes on typing: that is not for another room.
    return { id, direct: user, takesFocus: !(isLeft && document.activeElement instanceof HTMLTextAreaElement) }
  })
  let people!: HTMLElement
  let main!: HTMLElement

  createTitle(() => {
    const chosen = room.chosen()
    return direct() === undefined ? chosen && rooms.nameOf(chosen.room) : personName(other())
  })
  createEffect(on([conversation, direct], () => setSearching(false)))
  // Wherever a link or a button leads to, it is seen.
  createEffect(on(room.followed, (followed) => followed && showMain(), { defer: true }))
  // Of each message a room is another object: only another room is a visit. A direct chat is none, and ends none.
  const openRoom = createMemo((before: string | undefined) =>
    direct() === undefined ? room.chosen()?.room.id : before,
  )
  createEffect(on(openRoom, (id) => id !== undefined && !rooms.listed(id)?.everyone && presence.visit(id)))
  createNotices(
    () => {
      if (room.inGraph() || (panel() !== 'chat' && isNarrow())) return undefined
      const user = direct()
      return user === undefined ? conversation() : directs.find(user)?.conversation
    },
    (to) => show(to),
  )
  const show = (to: Destination) => {
    if (to === 'people') showPanel('people')
    else if ('direct' in to) chooseDirect(to.direct)
    else choose(to.conversation)
  }

  /** The main panel is that of the chat or of the graph, as the address says. */
  const shownPanel = (): Panel => (panel() === 'chat' && room.inGraph() ? 'graph' : panel())

  const showPanel = (next: Panel) => {
    if (next === 'graph') room.enterInGraph()
    else if (next === 'chat' && room.inGraph()) room.stay()
    setPanel(next === 'graph' ? 'chat' : next)
    setDrawer(next === 'people')
    if (next === 'people') people.querySelector<HTMLElement>('.people-lists')?.focus()
  }
  const showMain = () => {
    setPanel('chat')
    setDrawer(false)
  }
  const choose = (id: string) => {
    room.choose(id)
    // What is marked as unread is read again when it is opened anew, also from where one is.
    if (id === conversation() && inbox.heldBack(id) !== undefined) {
      room.stay()
      setVisit(visit() + 1)
    }
    showPanel('chat')
  }
  const chooseDirect = (user: string) => {
    const id = directs.find(user)?.conversation
    // As with rooms.
    const anew = user === direct() && id !== undefined && inbox.heldBack(id) !== undefined
    if (anew || user !== direct()) room.enterDirect(user)
    if (anew) setVisit(visit() + 1)
    showPanel('chat')
  }
  const enterInGraph = (id: string) => {
    room.enterInGraph(id)
    showMain()
  }
  const enter = (id: string) => {
    room.enter(id)
    showPanel('chat')
  }
  const closeSearch = (gone = false) => {
    setSearching(false)
    if (!gone) main.querySelector<HTMLElement>('.room-search')?.focus()
  }
  const headerActs: HeaderActs = {
    get peopleShown() {
      return drawer()
    },
    onPeople: () => showPanel('people'),
    get searching() {
      return searching()
    },
    onSearch: () => (searching() ? closeSearch() : setSearching(true)),
  }
  const find = (event: KeyboardEvent) => {
    if (event.key !== 'f' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || !isReadable())
      return
    const box = main.querySelector<HTMLElement>('.search-panel input')
    // A second time it is the browser's own.
    if (box && box === document.activeElement) return
    event.preventDefault()
    setSearching(true)
    box?.focus()
  }
  const skip = (event: MouseEvent) => {
    event.preventDefault()
    const first = (what: string) => main.querySelector<HTMLElement | SVGElement>(what)
    // Where nothing can be written, there is what was.
    const to = first('textarea, .graph-drawing [tabindex="0"]') ?? first('.log, button')
    to?.focus()
  }

  return (
    <div class="frame" data-panel={panel()} data-drawer={drawer() ? 'open' : 'closed'}>
      <a class="skip" href="#main" onClick={skip}>
        {room.inGraph() ? 'Skip to the graph' : 'Skip to message'}
      </a>
      <AddPrompt />
      <ConnectionBanner />
      <div class="notices">
        <DeviceNotices />
        <LeaveNotice />
        <InvitationNotice onJoined={(id) => (room.inGraph() ? enterInGraph(id) : enter(id))} />
      </div>
      <header class="brand">
        <Mark size={26} />
        <span>ChatMux</span>
      </header>
      <Views panel={shownPanel()} onChoose={showPanel} />
      <RoomList chosen={conversation()} onChoose={choose} onEnter={enter}>
        <DirectList chosen={direct()} onChoose={chooseDirect} />
      </RoomList>
      <AccountBar />
      <main class="main" id="main" ref={main} onKeyDown={find}>
        <Show
          when={!room.inGraph()}
          fallback={<GraphView open={room.chosen()?.room.id} onEnter={enterInGraph} onChat={enter} />}
        >
          <Show
            when={direct()}
            keyed
            fallback={
              <Show when={room.chosen()} fallback={<NoRoom />}>
                {(chosen) => <RoomHeader {...headerActs} room={chosen().room} />}
              </Show>
            }
          >
            {(user) => (
              <Show when={directs.profile(user)}>{(person) => <DirectHeader {...headerActs} person={person()} />}</Show>
            )}
          </Show>
          <Show when={connection.state().phase === 'online' && room.chosen() && room.elsewhere()} keyed>
            {(id) => <JoinPrompt room={id} onStay={room.stay} />}
          </Show>
          <Show when={shown()} keyed>
            {({ id, direct: user, takesFocus }) => (
              <>
                {user !== undefined && (
                  <DirectPane
                    user={user}
                    takesFocus={takesFocus}
                    wanted={room.direct()}
                    searching={searching()}
                    onSearchClose={closeSearch}
                  />
                )}
                {id && (
                  <Show when={inbox.conversations().find(({ conversation: known }) => known === id)}>
                    {(known) => (
                      <RoomPane
                        conversation={id}
                        room={known().room}
                        takesFocus={takesFocus}
                        wanted={room.place()}
                        searching={searching()}
                        onSearchClose={closeSearch}
                      />
                    )}
                  </Show>
                )}
              </>
            )}
          </Show>
        </Show>
      </main>
      <div class="drawer-shade" onClick={showMain} />
      <PeoplePanel ref={(element) => (people = element)} invite={(room.chosen()?.head ?? 0) > 0} onClose={showMain} />
    </div>
  )
}

/** Before the rooms have come there is nothing to say; the banner speaks of the connection. */
function NoRoom() {
  const { connection } = useChat()
  return (
    <Show when={connection.state().phase === 'online'}>
      <p class="frame-note">There is no room here yet.</p>
    </Show>
  )
}
