import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { InboxConversation, ServerEvent } from '../contract'
import { FakeBrowser, type FakeTab } from '../fakeBrowser'
import { FakeServer, General, person, said } from '../fakeServer'

let server: FakeServer
let tab: FakeTab
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

beforeEach(async () => {
  vi.useFakeTimers()
  server = new FakeServer()
  tab = new FakeBrowser(server).openTab()
  await pass(0)
})
afterEach(() => {
  tab.chat.dispose()
  vi.useRealTimers()
})

const tea: InboxConversation = {
  conversation: 't'.repeat(32),
  room: { id: 't'.repeat(32), name: 'Tea', conversation: 't'.repeat(32), role: 'member', mute: null },
  head: 4,
  readUpTo: 4,
  unread: 0,
  mentions: 0,
  rewinds: 0,
  level: 'all',
}
const joined: ServerEvent = { type: 'conversationJoined', conversation: tea }
const left: ServerEvent = { type: 'conversationLeft', conversation: tea.conversation, reason: 'left', by: null }
let told = 0
beforeEach(() => void (told = 0))
const deliver = (...events: ServerEvent[]) => {
  server.attached.forEach(({ listener }) => listener.mailbox({ epoch: 'mailbox-1', first: told + 1, events }))
  told += events.length
}
const shown = () => tab.chat.inbox.conversations().map(({ room }) => room.name)

test('a room that was joined in another tab is there, once', () => {
  deliver(joined)
  deliver(joined)
  expect(shown()).toEqual(['General', 'Tea'])
})

test('a room that was joined counts what is said there', async () => {
  deliver(joined)
  const message = said(person('Bob'), 5, { conversation: tea.conversation })
  server.say({ type: 'messagePosted', message })
  expect(tab.chat.inbox.conversations()[1]).toMatchObject({ head: 5, unread: 1 })
  expect(server.heardOf('GetInbox')).toEqual([])
})

test('a room that was left is gone, and joined again it begins anew', async () => {
  deliver(joined)
  const before = tab.chat.messages.open(tea.conversation)
  deliver(left)
  expect(shown()).toEqual(['General'])
  deliver(joined)
  expect(shown()).toEqual(['General', 'Tea'])
  expect(tab.chat.messages.open(tea.conversation)).not.toBe(before)
})

test.each([
  ['joined', [], joined, ['General', 'Tea']],
  ['left', [tea], left, ['General']],
])('an inbox from before something was %s does not undo it', async (_, known, event, then) => {
  server.joined = known
  server.answerMs = 100
  server.say({ type: 'resyncNeeded' })
  await pass(50)
  server.joined = known.length > 0 ? [] : [tea]
  deliver(event)
  await pass(60)
  expect(shown()).toEqual(then)
  await pass(1_000)
  expect(shown()).toEqual(then)
  expect(server.heardOf('GetInbox')).toHaveLength(2)
})

test('a room is joined, and is there whether its event or its answer comes first', async () => {
  server.open = [tea]
  server.answerMs = 100
  const joining = tab.chat.rooms.join(tea.room.id)
  await pass(100)
  expect(await joining).toBeUndefined()
  expect(shown()).toEqual(['General', 'Tea'])
  deliver(joined)
  expect(shown()).toEqual(['General', 'Tea'])
  expect(server.heardOf('GetInbox')).toEqual([])
})

test('who is put out of a room before the answer to joining it comes is not in it', async () => {
  server.open = [tea]
  server.answerMs = 100
  const joining = tab.chat.rooms.join(tea.room.id)
  await pass(50)
  server.joined = []
  deliver(joined, { ...left, reason: 'kicked', by: person('Mo') })
  await pass(200)
  expect(await joining).toMatchObject({ code: 'notFound' })
  expect(shown()).toEqual(['General'])
})

test('who left a room and joins it at once is in it, however late the leaving is told', async () => {
  server.open = [tea]
  server.answerMs = 100
  const joining = tab.chat.rooms.join(tea.room.id)
  await pass(50)
  deliver(left, joined)
  await pass(200)
  expect(await joining).toBeUndefined()
  expect(shown()).toEqual(['General', 'Tea'])
})

test('who leaves is not writing any more', () => {
  server.people = [{ profile: person('Bob'), devices: ['desktop'], presence: 'online' }]
  server.say({
    type: 'lobbyChanged',
    ...server.lobby,
    version: 2,
    present: server.people,
    gone: [],
    rooms: [],
    goneRooms: [],
    counts: [],
    whereabouts: [],
  })
  const general = tab.chat.messages.open(General)
  server.say({ type: 'userTyping', conversation: General, user: person('Bob').id })
  expect(general.typing()).toHaveLength(1)
  server.say({ type: 'memberLeft', conversation: General, user: person('Bob').id, version: 2 })
  expect(general.typing()).toEqual([])
})

test('who was taken out of a room while away is told so on coming back, and then why', async () => {
  deliver(joined)
  server.dropAll()
  await pass(60_000)
  expect(shown()).toEqual(['General'])
  expect(tab.chat.rooms.notice()).toMatchObject({ room: 'Tea', reason: 'gone' })
  told = 0
  deliver({ ...left, reason: 'kicked', by: person('Mo') })
  expect(tab.chat.rooms.notice()).toMatchObject({ room: 'Tea', reason: 'kicked', by: 'Mo' })
})

test('who left a room in another tab while this one was away is not told of it', async () => {
  deliver(joined)
  server.dropAll()
  await pass(60_000)
  told = 0
  deliver(left)
  expect(tab.chat.rooms.notice()).toBeUndefined()
})

test('the heir of a room learns that it is theirs', async () => {
  server.open = [tea]
  await tab.chat.rooms.join(tea.room.id)
  server.joined = [{ ...tea, room: { ...tea.room, role: 'owner' } }]
  const room = { id: tea.room.id, name: 'Tea', everyone: false, topic: null, owner: person('Ada').id, temporary: false }
  const change = { present: [], gone: [], rooms: [room], goneRooms: [], counts: [], whereabouts: [] }
  server.say({ type: 'lobbyChanged', ...server.lobby, version: 2, ...change })
  await pass(0)
  expect(tab.chat.inbox.conversations()[1]?.room.role).toBe('owner')
  server.say({ type: 'lobbyChanged', ...server.lobby, version: 3, ...change })
  await pass(0)
  expect(server.heardOf('GetInbox')).toHaveLength(1)
})
