import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { InboxConversation, LobbyRoom, RoomInvitation, ServerEvent } from '../contract'
import { FakeBrowser, type FakeTab } from '../fakeBrowser'
import { FakeServer, General, person } from '../fakeServer'

let server: FakeServer
let tab: FakeTab
let told = 0
let version = 1
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

const listing = (id: string): LobbyRoom => ({
  id,
  name: id,
  everyone: false,
  topic: null,
  owner: null,
  temporary: false,
})
const conversation = (id: string): InboxConversation => ({
  conversation: id,
  room: { id, name: id, conversation: id, role: 'member', mute: null },
  head: 0,
  readUpTo: 0,
  unread: 0,
  mentions: 0,
  rewinds: 0,
  level: 'all',
})
const from = (name: string, room: string, atMs = 0): RoomInvitation => ({ room, name: room, by: person(name), atMs })
const deliver = (...events: ServerEvent[]) => {
  server.attached.forEach(({ listener }) => listener.mailbox({ epoch: 'mailbox-1', first: told + 1, events }))
  told += events.length
}
const invited = (...invitations: RoomInvitation[]) =>
  deliver(...invitations.map((invitation) => ({ type: 'roomInvited' as const, invitation })))
const lobby = (rooms: string[], goneRooms: string[] = []) => {
  const change = { present: [], gone: [], rooms: rooms.map(listing), goneRooms, counts: [], whereabouts: [] }
  server.say({ type: 'lobbyChanged', epoch: 'lobby-1', version: ++version, ...change })
}
const waiting = () => tab.chat.invitations.waiting().map(({ by, room }) => `${by.name} to ${room}`)

beforeEach(async () => {
  vi.useFakeTimers()
  ;[told, version] = [0, 1]
  server = new FakeServer()
  tab = new FakeBrowser(server).openTab()
  await pass(0)
  lobby(['tea', 'music'])
})
afterEach(() => {
  tab.chat.dispose()
  vi.useRealTimers()
})

test('somebody is invited, or one is told why not', async () => {
  expect(await tab.chat.invitations.invite('tea', 'bo')).toBeUndefined()
  server.next = [{ method: 'InviteToRoom', fate: { code: 'notHere', retryAfterMs: null } }]
  expect(await tab.chat.invitations.invite('tea', 'cy')).toMatchObject({ code: 'notHere' })
  expect(server.heardOf('InviteToRoom')).toEqual([
    { room: 'tea', whom: 'bo' },
    { room: 'tea', whom: 'cy' },
  ])
})

test('the newest comes last, and of one person into one room there is one', () => {
  invited(from('Bo', 'tea', 1), from('Cy', 'tea', 2), from('Bo', 'music', 3), from('Bo', 'tea', 4))
  expect(waiting()).toEqual(['Cy to tea', 'Bo to music', 'Bo to tea'])
  expect(tab.chat.invitations.waiting().map(({ atMs }) => atMs)).toEqual([2, 3, 4])
})

test('no more than twenty wait, the newest', () => {
  invited(...Array.from({ length: 23 }, (_, index) => from(`P${index}`, 'tea')))
  expect(waiting()).toHaveLength(20)
  expect([waiting()[0], waiting()[19]]).toEqual(['P3 to tea', 'P22 to tea'])
})

test('nobody takes the places of the others by inviting into many rooms', () => {
  lobby(['ice', 'jam', 'nuts'])
  invited(from('Cy', 'tea'), ...['tea', 'music', 'ice', 'jam', 'nuts'].map((room) => from('Bo', room)))
  expect(waiting()).toEqual(['Cy to tea', 'Bo to ice', 'Bo to jam', 'Bo to nuts'])
})

test('one that is dismissed is gone, alone, and may be made again', () => {
  invited(from('Bo', 'tea'), from('Cy', 'tea'))
  tab.chat.invitations.dismiss(from('Bo', 'tea'))
  expect(waiting()).toEqual(['Cy to tea'])
  invited(from('Bo', 'tea'))
  expect(waiting()).toEqual(['Cy to tea', 'Bo to tea'])
})

test('whoever joins needs none into that room any more, nor when they leave it', () => {
  invited(from('Bo', 'tea'), from('Cy', 'tea'), from('Bo', 'music'))
  deliver({ type: 'conversationJoined', conversation: conversation('tea') })
  expect(waiting()).toEqual(['Bo to music'])
  invited(from('Di', 'tea'))
  deliver({ type: 'conversationLeft', conversation: 'tea', reason: 'left', by: null })
  expect(waiting()).toEqual(['Bo to music'])
})

test('into a room that ended nobody is invited, and into one that is not listed yet in a moment', () => {
  invited(from('Bo', 'tea'), from('Bo', 'new'))
  expect(waiting()).toEqual(['Bo to tea'])
  lobby(['new'], ['tea'])
  expect(waiting()).toEqual(['Bo to new'])
  lobby(['tea'])
  expect(waiting()).toEqual(['Bo to new'])
})

test('of somebody whom one blocks none waits, before and after', async () => {
  server.me = { ...person('Ada'), guest: false, handle: 'ada' }
  tab.chat.dispose()
  tab = new FakeBrowser(server).openTab()
  await pass(0)
  ;[told, version] = [0, 1]
  lobby(['tea'])
  invited(from('Bo', 'tea'), from('Cy', 'tea'))
  const view = { with: person('Bo').id, relation: 'none' as const, blocked: true, sinceMs: 0 }
  deliver({ type: 'friendshipChanged', version: 1, entry: { view, profile: person('Bo'), lastSeenMs: null } })
  invited(from('Bo', 'tea'))
  expect(waiting()).toEqual(['Cy to tea'])
})

test('each is told once, when it can be answered', () => {
  const heard: string[] = []
  const stop = tab.chat.invitations.listen(({ by, room }) => heard.push(`${by.name} to ${room}`))
  invited(from('Bo', 'tea'), from('Bo', 'new'))
  invited(from('Bo', 'tea'))
  expect(heard).toEqual(['Bo to tea'])
  lobby(['new'])
  expect(heard).toEqual(['Bo to tea', 'Bo to new'])
  stop()
  invited(from('Cy', 'tea'))
  expect(heard).toHaveLength(2)
})

test('the general room is no matter of invitations, and who leaves takes none along', async () => {
  invited(from('Bo', General), from('Bo', 'tea'))
  expect(waiting()).toEqual(['Bo to tea'])
  await tab.chat.session.signOut()
  expect(waiting()).toEqual([])
  lobby(['tea'])
  expect(waiting()).toEqual([])
})
