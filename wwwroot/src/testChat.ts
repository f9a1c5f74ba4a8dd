import { createSignal } from 'solid-js'
import type { Chat, ConnectionState, OutboxMessage } from './chat'
import type { ChatMessage, InboxConversation, LobbyPerson, Profile, Refusal } from './contract'

export const person = (name: string, more: Partial<Profile> = {}): Profile => ({
  id: name.toLowerCase(),
  name,
  colour: '#4d7cf3',
  guest: true,
  ...more,
})

export const message = (sequence: number, author: Profile, text: string, sentAtMs = 0): ChatMessage => ({
  conversation: 'c1',
  sequence,
  id: `m${sequence}`,
  author,
  sentAtMs,
  text,
})

/** A `Chat` without a server for tests of the views: its facts are signals, what was asked of it is written down. */
export function testChat() {
  const me = person('Ada')
  const [status, setStatus] = createSignal<'loading' | 'unreachable' | 'out' | 'in'>('in')
  const [state, setState] = createSignal<ConnectionState>({ phase: 'online' })
  const [people, setPeople] = createSignal<LobbyPerson[]>([{ profile: me, devices: ['desktop'] }])
  const [messages, setMessages] = createSignal<ChatMessage[]>([])
  const [outbox, setOutbox] = createSignal<OutboxMessage[]>([])
  const [typing, setTyping] = createSignal<Profile[]>([])
  const [draft, setDraft] = createSignal('')
  const [unread, setUnread] = createSignal(0)
  const [newBuild, setNewBuild] = createSignal(false)
  const asked: string[] = []
  const answers: { entering: Refusal | undefined } = { entering: undefined }
  const ask = (what: string) => void asked.push(what)
  const later = async (what: string) => ask(what)

  const conversation = (id: string, name: string): InboxConversation => ({
    conversation: id,
    room: { id: `room-${id}`, name, conversation: id },
    head: 0,
    readUpTo: 0,
    unread: id === 'c1' ? 0 : unread(),
  })
  const chat: Chat = {
    session: {
      status,
      me: () => (status() === 'in' ? me : undefined),
      limits: () => ({ nameLength: 64, messageLength: 4_000 }),
      inviteUrl: () => 'http://localhost:5080/',
      endedNotice: () => undefined,
      async enterAsGuest(name, colour) {
        ask(`enter ${name} ${colour}`)
        return answers.entering
      },
      async signOut() {
        ask('sign out')
        return undefined
      },
      reload: () => later('reload'),
    },
    connection: { state, retryNow: () => ask('retry now'), newBuild, acceptNewBuild: () => ask('accept') },
    lobby: { people, person: (id) => people().find(({ profile }) => profile.id === id), rooms: () => [] },
    inbox: { conversations: () => [conversation('c1', 'Lobby'), conversation('c2', 'Design')] },
    messages: {
      open: () => ({
        messages,
        outbox,
        hasOlder: () => false,
        loading: () => undefined,
        loadFailed: () => undefined,
        typing,
        firstUnread: () => undefined,
        send: (text) => void ask(`send ${text}`),
        retry: (id) => ask(`retry ${id}`),
        discard: (id) => ask(`discard ${id}`),
        follow() {},
        loadOlder: () => later('older'),
        loadNewest: () => later('newest'),
        noteTyping: () => ask('typing'),
        markRead: (sequence) => ask(`read ${sequence}`),
        draft,
        setDraft,
      }),
    },
    dispose() {},
  }
  return {
    chat,
    me,
    asked,
    answers,
    setStatus,
    setState,
    setPeople,
    setMessages,
    setOutbox,
    setTyping,
    setUnread,
    setNewBuild,
    draft,
  }
}
