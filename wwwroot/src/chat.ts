import { batch, createRoot, createSignal } from 'solid-js'
import { endableClock } from './clock'
import { createBuildWatch } from './connections/buildWatch'
import { type Call, refused } from './connections/calls'
import { type ConnectionStore, createConnectionStore } from './connections/connectionStore'
import type { ConnectionView } from './connections/connectionView'
import { createTabIdentity } from './connections/tabIdentity'
import type { Profile, ServerEvent, Welcome } from './contract'
import { createMailboxStore } from './delivery/mailboxStore'
import { type Hearers, route } from './delivery/router'
import { createFriendsStore, type FriendsStore } from './friends/friendsStore'
import type { FriendsView } from './friends/friendsView'
import type { DevicesView } from './keys/devices/devicesView'
import { createLobbyStore } from './lobby/lobbyStore'
import type { LobbyView } from './lobby/lobbyView'
import { namesSealed } from './messages/directKey'
import { createDirectsStore } from './messages/directsStore'
import type { DirectsView } from './messages/directsView'
import { type Held, isDirect } from './messages/inbox'
import { createInboxStore } from './messages/inboxStore'
import { forgetTexts } from './messages/keptTexts'
import { messageId } from './messages/messageId'
import { createMessagesStore, type MessagesStore } from './messages/messagesStore'
import type { InboxView, MessagesView } from './messages/messagesView'
import { createIdleWatch } from './presence/idleWatch'
import { createPresenceStore, type PresenceStore } from './presence/presenceStore'
import type { PresenceView } from './presence/presenceView'
import { createVisits } from './presence/visits'
import { createEntryApi } from './sessions/entryApi'
import { forgetEntry } from './sessions/entryMemory'
import { createInvitations, type InvitationsStore, type InvitationsView } from './rooms/invitations'
import { createRoomsView, type RoomsView } from './rooms/roomsView'
import { createSessionStore } from './sessions/sessionStore'
import type { SessionView } from './sessions/sessionView'
import { createOperatorView, type OperatorView } from './operators/operatorView'
import { createAccountView, type AccountView } from './users/accountView'
import { browserSurroundings, type Surroundings } from './surroundings'

export type { ConnectionState, ConnectionView } from './connections/connectionView'
export type { FriendsView } from './friends/friendsView'
export type { PresenceView } from './presence/presenceView'
export type { LobbyView } from './lobby/lobbyView'
export type { ConversationView, InboxView, MessagesView, OutboxMessage } from './messages/messagesView'
export type { AccountView } from './users/accountView'
export type { SessionView } from './sessions/sessionView'

/** Everything that the views read and do. */
export interface Chat {
  session: SessionView
  rooms: RoomsView
  invitations: InvitationsView
  account: AccountView
  operator: OperatorView
  connection: ConnectionView
  friends: FriendsView
  presence: PresenceView
  lobby: LobbyView
  inbox: InboxView
  messages: MessagesView
  directs: DirectsView
  devices: DevicesView
  /** Ends every timer, socket and listener: for tests and for hot replacement. */
  dispose(): void
}

/** Builds the data layer and asks the server who this browser is. */
export function createChat(surroundings: Surroundings = browserSurroundings()): Chat {
  return createRoot((end) => build(surroundings, end))
}

function build(
  { storage, page, passkeys, tabs, transport, random, newId, ...rest }: Surroundings,
  end: () => void,
): Chat {
  const clock = endableClock(rest.clock)
  const tab = createTabIdentity(storage, rest.locks, newId)
  const watch = createBuildWatch(page, storage)
  const api = createEntryApi(rest.fetch, clock)
  const session = createSessionStore({
    api,
    passkeys,
    tabs,
    clock,
    random,
    changed,
    renewed: () => connection.reopen(),
    served: watch.served,
    address: page.address,
    save: page.save,
    outcome: page.signInOutcome,
  })

  const [serverAheadMs, setServerAheadMs] = createSignal(0)

  const call: Call = (method, command) => connection.call(method, command)
  // For what a person has just asked for: perhaps in the moment in which the socket is changed for a new session.
  const patientCall: Call = async (method, command) => {
    const asker = session.me()?.id
    await connection.whenAttached()
    // Never in the name of whoever has come in meanwhile.
    return asker !== undefined && session.me()?.id !== asker ? refused('notSignedIn') : call(method, command)
  }
  const attached = () => connection.attached()
  const newMessageId = () => messageId(clock.now(), newId())
  const recipient = () => ({ me: session.me()?.id, blocked: friends.blocked })
  const desk = { clock, random, newMessageId, call, attached, me: session.me, recipient }
  const idleWatch = createIdleWatch(
    clock,
    (input) => page.listen('input', input),
    () => presence.idleChanged(),
  )
  const presence: PresenceStore = createPresenceStore({
    ...desk,
    patientCall,
    idle: idleWatch.idle,
    mine: tab.connection,
  })
  const visits = createVisits({ ...desk, looking: page.looking })
  const friends: FriendsStore = createFriendsStore({
    ...desk,
    newId,
    patientCall,
    hasList: () => session.me()?.guest === false,
    serverNow: () => clock.now() + serverAheadMs(),
    blocksChanged: () => inbox.blocksChanged(),
  })
  const lobby = createLobbyStore({ ...desk, me: () => session.me()?.id, left: friends.left })
  const inbox = createInboxStore({ ...desk, gone })
  const messages: MessagesStore = createMessagesStore({
    desk,
    sealed: (conversation) => directs.sealed(conversation),
    inbox,
    storage,
    messageLength: () => session.limits().messageLength,
    profileOf: (user) => lobby.person(user)?.profile,
    looking: page.looking,
  })
  const directs = createDirectsStore({
    desk,
    inbox,
    messages: () => messages,
    storage,
    locks: rest.locks,
    newId,
    browserName: page.browserName,
    connection: tab.connection,
    persist: page.persist,
    friends,
    person: (user) => lobby.person(user)?.profile,
    invisible: () => presence.availability() === 'invisible',
    serverNow: () => clock.now() + serverAheadMs(),
  })
  const rooms = createRoomsView({
    call: patientCall,
    newId,
    rooms: lobby.rooms,
    joined: inbox.joined,
    refresh: inbox.refresh,
    known: (conversation) => inbox.conversations().find((each) => each.conversation === conversation),
    levelChanged: inbox.levelChanged,
    me: () => session.me()?.id,
  })
  const invitations: InvitationsStore = createInvitations({
    call: patientCall,
    rooms: lobby.rooms,
    isIn: (room) => inbox.conversations().some((known) => known.room.id === room),
    blocked: friends.blocked,
  })
  const resync = () => {
    const parts = [inbox.refresh(), lobby.refresh(), messages.catchUp(), friends.refresh(), presence.refresh()]
    connection.catchUp(Promise.all(parts))
  }
  const mailbox = createMailboxStore({
    clock,
    call,
    happened,
    keep: tab.keepPosition,
    lost: resync,
    stuck: () => connection.reopen(),
  })
  const connection: ConnectionStore = createConnectionStore({
    transport,
    tab,
    device: page.device,
    clock,
    random,
    online: page.online,
    idle: presence.sayIdle,
    listener: { welcomed, events: happened, mailbox: (received) => batch(() => mailbox.receive(received)) },
    socketEnded: (refused) => batch(() => messages.socketEnded(refused)),
    doubtSession: () => void session.check(),
  })

  const hearers: Hearers = {
    messagePosted({ message }) {
      messages.posted(message)
      if (message.act) rooms.heardOfAct()
    },
    messageChanged({ change }) {
      messages.changed(change)
      if (change.byModerator) rooms.heardOfAct()
    },
    authorErased: ({ conversation, author }) => messages.erased(conversation, author),
    userTyping: ({ conversation, user }) => messages.typing(conversation, user),
    conversationPosition: ({ conversation, head }) => messages.position(conversation, head),
    sealedPosted: (event) => directs.posted(event),
    sealedSignal: (event) => directs.signalled(event),
    directErased: ({ with: user, conversation, author }) => directs.erased(user, conversation, author),
    noticeLevelChanged: ({ conversation, level }) => inbox.levelChanged(conversation, level),
    readMoved: ({ position }) => inbox.readMoved(position),
    conversationJoined: ({ conversation }) => inbox.joined(conversation),
    conversationLeft(left) {
      rooms.left(left)
      messages.left(left.conversation)
    },
    memberLeft: ({ conversation, user }) => messages.memberLeft(conversation, user),
    roomInvited: ({ invitation }) => invitations.received(invitation),
    lobbyChanged(change) {
      lobby.changed(change)
      // Nobody says so to the heir of a room whose owner's account ended.
      const mine = change.rooms.filter(({ owner }) => owner !== null && owner === session.me()?.id).map(({ id }) => id)
      if (inbox.conversations().some(({ room }) => mine.includes(room.id) && room.role !== 'owner'))
        void inbox.refresh()
    },
    lobbyPosition: lobby.position,
    resyncNeeded: resync,
    goAway: () => connection.reopen(),
    outage: ({ over }) => connection.outage(over),
    connectionSuperseded: () => connection.superseded(),
    ownPresenceChanged: ({ presence: own }) => presence.known(own),
    friendshipChanged: friends.changed,
    profileChanged: ({ profile }) => profile.id === session.me()?.id && session.known(profile),
    devicesChanged: (event) => directs.devices.changed(event),
    pairingMoved: ({ pairing }) => directs.devices.moved(pairing),
    pairingEnded: ({ pairing }) => directs.devices.ended(pairing),
    sessionEnded: ({ reason }) => void session.ended(reason),
    buildChanged: ({ build: served }) => watch.served(served),
  }

  function gone(conversation: Held) {
    if (!isDirect(conversation)) rooms.gone(conversation)
    messages.left(conversation.conversation)
  }

  function happened(events: readonly ServerEvent[]) {
    batch(() => events.filter((event) => !namesSealed(event)).forEach((event) => route(hearers, event)))
  }

  function welcomed(welcome: Welcome) {
    batch(() => {
      const expected = session.me()?.id === welcome.me.id
      session.known(welcome.me)
      setServerAheadMs(welcome.nowMs - clock.now())
      // The cookie is somebody else's now: everything begins anew, with another connection.
      if (!expected) return
      watch.served(welcome.build)
      lobby.snapshot(welcome.lobby)
      inbox.snapshot(welcome.inbox, friends.welcomed(welcome.blocked))
      // Somebody may have come back while the socket was being attached.
      presence.idleChanged()
      visits.attached()
      void friends.refresh()
      directs.attached()
      const catchingUp = messages.attached()
      if (catchingUp) connection.catchUp(catchingUp)
      mailbox.attach(tab.position(), welcome.mailbox)
      // Asked after the mailbox: what has waited in there is older.
      presence.known(welcome.presence)
    })
  }

  function changed(me: Profile | undefined, before: Profile | undefined, left: boolean) {
    messages.reset()
    directs.reset()
    if (before) {
      rooms.dismissNotice()
      invitations.reset()
      inbox.reset()
      friends.reset()
      presence.reset()
      visits.reset()
      lobby.reset()
      mailbox.reset()
      connection.stop()
      tab.renew()
    }
    if (left) {
      forgetTexts(storage, undefined)
      // An account's name is not for whoever sits down here next; a guest's is asked for again.
      if (before && !before.guest) forgetEntry()
    }
    if (me && !disposed) connection.start()
  }

  let disposed = false
  const stopListening = [page.listen('network', connection.networkChanged), page.listen('visible', connection.looked)]
  void session.reload()

  return {
    session,
    rooms,
    invitations,
    account: createAccountView(patientCall, session.known),
    operator: createOperatorView(patientCall),
    connection: {
      state: connection.state,
      retryNow: connection.retryNow,
      serverAheadMs,
      newBuild: watch.newBuild,
      acceptNewBuild: page.reload,
    },
    friends,
    presence: { ...presence, visit: visits.visit },
    lobby,
    inbox,
    messages,
    directs,
    devices: directs.devices,
    dispose() {
      disposed = true
      idleWatch.end()
      for (const stop of stopListening) stop()
      connection.stop()
      tab.release()
      tabs.close()
      clock.end()
      end()
    },
  }
}
