import type { ConnectionView } from './connections/connectionView'
import type { LobbyView } from './lobby/lobbyView'
import type { InboxView, MessagesView } from './messages/messagesView'
import type { SessionView } from './sessions/sessionView'

export type { ConnectionState, ConnectionView } from './connections/connectionView'
export type { LobbyView } from './lobby/lobbyView'
export type { ConversationView, InboxView, MessagesView, OutboxMessage } from './messages/messagesView'
export type { SessionView } from './sessions/sessionView'

/** Everything that the views read and do. */
export interface Chat {
  session: SessionView
  connection: ConnectionView
  lobby: LobbyView
  inbox: InboxView
  messages: MessagesView
  /** Ends every timer, socket and listener: for tests and for hot replacement. */
  dispose(): void
}

export function createChat(): Chat {
  throw new Error('not built yet')
}
