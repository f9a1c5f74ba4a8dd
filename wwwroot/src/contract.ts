// The shapes of docs/protocol.md, as the C# contracts have them.

export type RefusalCode =
  | 'malformed'
  | 'notAttached'
  | 'notSignedIn'
  | 'notFound'
  | 'invalidName'
  | 'invalidColour'
  | 'emptyMessage'
  | 'messageTooLong'
  | 'messageIdTaken'
  | 'tooFast'
  | 'tooManyConnections'
  | 'unavailable'

export interface Refusal {
  code: RefusalCode
  retryAfterMs: number | null
}

export type Result<T> = { value: T; refusal: null } | { value: null; refusal: Refusal }

export type Done = Record<string, never>

export type DeviceKind = 'desktop' | 'tablet' | 'phone'

export interface Profile {
  id: string
  name: string
  colour: string
  guest: boolean
}

export interface Entry {
  me: Profile | null
  nameLength: number
  messageLength: number
  inviteUrl: string
  build: string
}

export interface EnterAsGuest {
  name: string
  colour: string
}

export interface LobbyPerson {
  profile: Profile
  devices: DeviceKind[]
}

export interface LobbyRoom {
  id: string
  name: string
}

export interface LobbySnapshot {
  epoch: string
  version: number
  people: LobbyPerson[]
  rooms: LobbyRoom[]
}

export interface RoomDescription {
  id: string
  name: string
  conversation: string
}

export interface InboxConversation {
  conversation: string
  room: RoomDescription
  head: number
  readUpTo: number
  unread: number
}

export interface InboxSnapshot {
  conversations: InboxConversation[]
}

export interface ChatMessage {
  conversation: string
  sequence: number
  id: string
  author: Profile
  sentAtMs: number
  text: string
}

export interface SendReceipt {
  sequence: number
  sentAtMs: number
}

export interface MessagePage {
  messages: ChatMessage[]
  head: number
  hasOlder: boolean
}

export interface MailboxPosition {
  epoch: string
  sequence: number
}

export interface MailboxBatch {
  epoch: string
  first: number
  events: ServerEvent[]
}

export interface MailboxState {
  resumed: boolean
  replay: MailboxBatch
}

export interface Welcome {
  me: Profile
  mailbox: MailboxState
  lobby: LobbySnapshot
  inbox: InboxSnapshot
  build: string
  nowMs: number
}

export interface AttachCommand {
  connection: string
  device: DeviceKind
  mailbox: MailboxPosition | null
}

export interface AcknowledgeCommand {
  epoch: string
  sequence: number
}

export interface SendMessageCommand {
  conversation: string
  id: string
  text: string
}

export interface ReadMessagesCommand {
  conversation: string
  before: number | null
  after: number | null
  count: number
}

export interface MarkReadCommand {
  conversation: string
  sequence: number
}

export interface TypingCommand {
  conversation: string
}

export interface Commands {
  Attach: { command: AttachCommand; answer: Welcome }
  Acknowledge: { command: AcknowledgeCommand; answer: Done }
  GetLobby: { command: null; answer: LobbySnapshot }
  GetInbox: { command: null; answer: InboxSnapshot }
  SendMessage: { command: SendMessageCommand; answer: SendReceipt }
  ReadMessages: { command: ReadMessagesCommand; answer: MessagePage }
  MarkRead: { command: MarkReadCommand; answer: Done }
  Typing: { command: TypingCommand; answer: Done }
}

export interface MessagePosted {
  type: 'messagePosted'
  message: ChatMessage
}

export interface UserTyping {
  type: 'userTyping'
  conversation: string
  user: string
}

export interface ConversationPosition {
  type: 'conversationPosition'
  conversation: string
  head: number
}

export interface ReadMoved {
  type: 'readMoved'
  conversation: string
  readUpTo: number
  unread: number
}

export interface LobbyChanged {
  type: 'lobbyChanged'
  epoch: string
  version: number
  present: LobbyPerson[]
  gone: string[]
  rooms: LobbyRoom[]
}

export interface LobbyPosition {
  type: 'lobbyPosition'
  epoch: string
  version: number
}

export interface ResyncNeeded {
  type: 'resyncNeeded'
}

export interface ConnectionSuperseded {
  type: 'connectionSuperseded'
}

export interface SessionEnded {
  type: 'sessionEnded'
}

export interface BuildChanged {
  type: 'buildChanged'
  build: string
}

export type ServerEvent =
  | MessagePosted
  | UserTyping
  | ConversationPosition
  | ReadMoved
  | LobbyChanged
  | LobbyPosition
  | ResyncNeeded
  | ConnectionSuperseded
  | SessionEnded
  | BuildChanged
