import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { FriendEntry, FriendRelation, FriendshipChanged } from '../contract'
import { FakeBrowser, type FakeTab } from '../fakeBrowser'
import { FakeServer, person } from '../fakeServer'

let server: FakeServer
let tab: FakeTab
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const entry = (name: string, relation: FriendRelation = 'friends', more: Partial<FriendEntry> = {}): FriendEntry => ({
  view: { with: person(name).id, relation, blocked: false, sinceMs: 0 },
  profile: { ...person(name), guest: false },
  lastSeenMs: null,
  ...more,
})
const blockedEntry = (name: string): FriendEntry =>
  entry(name, 'none', { view: { with: person(name).id, relation: 'none', blocked: true, sinceMs: 0 } })
const change = (version: number, changed: FriendEntry): FriendshipChanged => ({
  type: 'friendshipChanged',
  version,
  entry: changed,
})
const relations = () => tab.chat.friends.entries().map(({ view }) => `${view.with} ${view.relation}`)
const asked = () => server.heardOf('GetFriends').length
/** A change as the server makes it: it is in the list, and is announced. */
function happen(changed: FriendEntry) {
  const others = server.friends.entries.filter(({ view }) => view.with !== changed.view.with)
  const kept = changed.view.relation === 'none' && !changed.view.blocked ? [] : [changed]
  server.friends = { version: server.friends.version + 1, entries: [...others, ...kept] }
  server.say(change(server.friends.version, changed))
}

beforeEach(async () => {
  vi.useFakeTimers()
  server = new FakeServer()
  server.me = { ...person('Ada'), guest: false, handle: 'ada' }
  server.friends = { version: 3, entries: [entry('Bo')] }
  tab = new FakeBrowser(server).openTab()
  await pass(0)
})
afterEach(() => {
  tab.chat.dispose()
  vi.useRealTimers()
})

test('the list is fetched on entering, and says so', () => {
  expect(asked()).toBe(1)
  expect(tab.chat.friends.known()).toBe(true)
  expect(relations()).toEqual(['id-of-Bo friends'])
})

test('guests have none to fetch', async () => {
  await tab.chat.session.signOut()
  await tab.chat.session.enterAsGuest('Guest', '#abcdef')
  await pass(5_000)
  server.say({ type: 'resyncNeeded' })
  await pass(5_000)
  expect(tab.chat.connection.state().phase).toBe('online')
  expect(asked()).toBe(1)
  expect(tab.chat.friends.known()).toBe(false)
})

test('changes are shown as they come', async () => {
  happen(entry('Cy', 'requestReceived'))
  expect(relations()).toEqual(['id-of-Bo friends', 'id-of-Cy requestReceived'])
  happen(entry('Cy', 'friends'))
  happen(entry('Bo', 'none'))
  expect(relations()).toEqual(['id-of-Cy friends'])
  await pass(5_000)
  expect(asked()).toBe(1)
})

test('many changes after a gap fetch one list', async () => {
  server.answerMs = 200
  server.friends = { version: 7, entries: [entry('Bo'), entry('Cy')] }
  server.say(change(5, entry('Cy', 'requestSent')), change(6, entry('Cy')), change(7, entry('Cy')))
  await pass(100)
  happen(entry('Di', 'requestReceived'))
  await pass(5_000)
  expect(asked()).toBe(2)
  expect(relations()).toEqual(['id-of-Bo friends', 'id-of-Cy friends', 'id-of-Di requestReceived'])
})

test('a change that overtakes the list that is fetched anew is not undone by it', async () => {
  server.next.push({ method: 'GetFriends', fate: { lateMs: 500 } })
  server.say({ type: 'resyncNeeded' })
  await pass(100)
  const heard: string[] = []
  tab.chat.friends.listen(({ view }) => heard.push(view.with))
  happen(entry('Cy'))
  expect(heard).toEqual(['id-of-Cy'])
  await pass(1_000)
  expect(relations()).toEqual(['id-of-Bo friends', 'id-of-Cy friends'])
  expect(heard).toEqual(['id-of-Cy'])
})

test('a list that cannot be fetched now is fetched later, and ever less often', async () => {
  server.next = Array.from({ length: 4 }, () => ({
    method: 'GetFriends',
    fate: { code: 'unavailable' as const, retryAfterMs: null },
  }))
  server.friends = { version: 9, entries: [entry('Cy')] }
  server.say(change(9, entry('Cy')))
  const times: number[] = []
  for (let ms = 0, known = asked(); ms <= 15_000; ms += 100, await pass(100)) {
    if (asked() > known) times.push(ms)
    known = asked()
  }
  // Half a second, and half of a limit that doubles from one second.
  expect(times).toEqual([1_000, 2_500, 5_000, 9_500])
  expect(relations()).toEqual(['id-of-Cy friends'])
})

test('no earlier than the server says, whatever comes meanwhile', async () => {
  server.next.push({ method: 'GetFriends', fate: { code: 'tooFast', retryAfterMs: 4_000 } })
  server.say(change(9, entry('Cy')))
  await pass(1_000)
  server.friends = { version: 10, entries: [entry('Di')] }
  server.say(change(10, entry('Di')))
  await pass(2_900)
  expect(asked()).toBe(2)
  await pass(200)
  expect(asked()).toBe(3)
  expect(relations()).toEqual(['id-of-Di friends'])
})

test('a list that does not hold what was announced is not asked for without a pause', async () => {
  server.say(change(9, entry('Cy')))
  await pass(10_000)
  expect(asked()).toBeLessThanOrEqual(6)
  server.friends = { version: 9, entries: [entry('Cy')] }
  await pass(10_000)
  expect(relations()).toEqual(['id-of-Cy friends'])
})

test('it is fetched anew with each socket and when something was lost', async () => {
  server.dropAll()
  server.friends = { version: 5, entries: [] }
  await pass(2_000)
  expect(asked()).toBe(2)
  expect(relations()).toEqual([])
  server.friends = { version: 6, entries: [entry('Cy')] }
  server.say({ type: 'resyncNeeded' })
  await pass(100)
  expect(asked()).toBe(3)
  expect(relations()).toEqual(['id-of-Cy friends'])
})

test('who was blocked elsewhere while one was away is so before the list has come', async () => {
  const { blocked, find } = tab.chat.friends
  const bo = person('Bo').id
  server.dropAll()
  server.friends = { version: 4, entries: [blockedEntry('Bo')] }
  server.next.push({ method: 'GetFriends', fate: { lateMs: 60_000 } })
  await pass(2_000)
  expect(tab.chat.connection.state().phase).toBe('online')
  expect(find(bo)?.view.blocked).toBe(false)
  expect(blocked(bo)).toBe(true)
  happen(entry('Bo', 'none'))
  expect(blocked(bo)).toBe(false)
})

test('a socket that ends while it is fetched does not end the fetching', async () => {
  server.answerMs = 300
  server.say(change(9, entry('Cy')))
  await pass(100)
  server.dropAll()
  server.friends = { version: 9, entries: [entry('Cy')] }
  await pass(3_000)
  expect(relations()).toEqual(['id-of-Cy friends'])
})

test('whoever signs out leaves nobody behind', async () => {
  const { friends, session } = tab.chat
  await session.signOut()
  await pass(0)
  expect(friends.known()).toBe(false)
  expect(friends.entries()).toEqual([])
  server.me = null
  server.friends = { version: 1, entries: [entry('Di', 'requestSent')] }
  await session.signInWithPasskey()
  await pass(1_000)
  expect(relations()).toEqual(['id-of-Di requestSent'])
})

test('a guest who becomes an identity has a list at once', async () => {
  tab.chat.dispose()
  server.me = person('Ada')
  tab = new FakeBrowser(server).openTab()
  await pass(0)
  expect(tab.chat.friends.known()).toBe(false)
  await tab.chat.session.createAccount('Ada', '#abcdef')
  await pass(1_000)
  expect(tab.chat.friends.known()).toBe(true)
})

test('a friend who leaves was last seen now, by the server’s clock', async () => {
  server.aheadMs = 60_000
  server.dropAll()
  await pass(2_000)
  const bo = { profile: { ...person('Bo'), name: 'Bob' }, devices: ['desktop' as const], presence: 'online' as const }
  const cy = { ...bo, profile: person('Cy') }
  const lobby = {
    type: 'lobbyChanged' as const,
    epoch: 'lobby-1',
    rooms: [],
    goneRooms: [],
    counts: [],
    whereabouts: [],
  }
  happen(entry('Cy', 'requestSent'))
  server.say({ ...lobby, version: 2, present: [bo, cy], gone: [] })
  server.say({ ...lobby, version: 3, present: [], gone: [bo.profile.id, cy.profile.id] })
  const { find } = tab.chat.friends
  expect(find(bo.profile.id)).toMatchObject({ lastSeenMs: Date.now() + 60_000, profile: { name: 'Bob' } })
  // That is for friends only.
  expect(find(cy.profile.id)?.lastSeenMs).toBeNull()
  happen(entry('Di', 'requestReceived'))
  expect(relations()).toHaveLength(3)
})

test('an answer about a new link that was lost is asked for again with the same token', async () => {
  const tokens = () => server.heardOf<{ token: string }>('CreateFriendLink').map(({ token }) => token)
  server.next.push({ method: 'CreateFriendLink', fate: 'loseAnswer' })
  const lost = tab.chat.friends.createLink(1_000)
  await pass(10_000)
  expect((await lost).refusal?.code).toBe('unavailable')
  const made = await tab.chat.friends.createLink(1_000)
  expect(tokens()[1]).toBe(tokens()[0])
  expect(made.value?.token).toBe(tokens()[0])
  await tab.chat.friends.createLink(1_000)
  expect(tokens()[2]).not.toBe(tokens()[0])
})

test('another link, or one that was refused, has another token', async () => {
  const tokens = () => server.heardOf<{ token: string }>('CreateFriendLink').map(({ token }) => token)
  const refuse = (code: 'unavailable' | 'tooManyFriendLinks') =>
    server.next.push({ method: 'CreateFriendLink', fate: { code, retryAfterMs: null } })
  const { createLink } = tab.chat.friends
  refuse('unavailable')
  await createLink(1_000)
  refuse('tooManyFriendLinks')
  await createLink(2_000)
  expect((await createLink(2_000)).refusal).toBeNull()
  expect(new Set(tokens()).size).toBe(3)
})

test('requests and new friends are heard of once, when they come', async () => {
  const heard: string[] = []
  const stop = tab.chat.friends.listen(({ view }) => heard.push(`${view.with} ${view.relation}`))
  happen(entry('Cy', 'requestReceived'))
  happen(entry('Cy', 'requestReceived', { lastSeenMs: 1 }))
  server.say(change(server.friends.version, entry('Cy', 'requestReceived')))
  happen(entry('Cy', 'friends'))
  happen(entry('Di', 'requestSent'))
  happen(entry('Di', 'friends'))
  happen(entry('Di', 'none'))
  // That one said yes to Cy oneself is no news.
  expect(heard).toEqual(['id-of-Cy requestReceived', 'id-of-Di friends'])
  stop()
  happen(entry('Eve', 'requestReceived'))
  expect(heard).toHaveLength(2)
})

test('what came while nothing could be heard is told once, when the list has come again', async () => {
  const heard: string[] = []
  tab.chat.friends.listen(({ view }) => heard.push(`${view.with} ${view.relation}`))
  server.friends = { version: 9, entries: [entry('Cy', 'requestReceived'), entry('Di')] }
  server.say({ type: 'resyncNeeded' })
  await pass(1_000)
  expect(relations()).toHaveLength(2)
  server.dropAll()
  await pass(2_000)
  expect(heard).toEqual(['id-of-Cy requestReceived', 'id-of-Di friends'])
})

test('of what the first list says nobody hears, nor of what was there before one unblocked', async () => {
  const heard: FriendEntry[] = []
  server.friends = { version: 9, entries: [entry('Cy', 'requestReceived'), blockedEntry('Di')] }
  const other = tab.duplicate()
  other.chat.friends.listen((news) => heard.push(news))
  await pass(1_000)
  expect(other.chat.friends.find('id-of-Cy')).toBeDefined()
  happen(entry('Di', 'requestReceived'))
  expect(heard).toEqual([])
})

test('what one does is said to the server, and a refusal comes back', async () => {
  const { act, findPerson, openLink, revokeLink } = tab.chat.friends
  expect(await act('bo', 'request')).toBeUndefined()
  server.next.push({ method: 'Befriend', fate: { code: 'tooManyFriends', retryAfterMs: null } })
  expect((await act('bo', 'accept'))?.code).toBe('tooManyFriends')
  expect(server.heardOf('Befriend')).toEqual([
    { with: 'bo', act: 'request' },
    { with: 'bo', act: 'accept' },
  ])
  server.next.push({ method: 'FindPerson', fate: { code: 'notFound', retryAfterMs: null } })
  expect((await findPerson('@bo')).refusal?.code).toBe('notFound')
  expect((await openLink('token')).refusal).toBeNull()
  expect(await revokeLink('link')).toBeUndefined()
  expect(server.heardOf('RevokeFriendLink')).toEqual([{ link: 'link' }])
})

const acts = () => server.heardOf('Befriend').length
const unavailable = { method: 'Befriend', fate: { code: 'unavailable' as const, retryAfterMs: null } }

test('a list that was lost sight of is asked for until it comes', async () => {
  const unable = { method: 'GetFriends', fate: { code: 'unavailable' as const, retryAfterMs: null } }
  server.next.push(unable, unable)
  server.friends = { version: 5, entries: [entry('Cy')] }
  server.say({ type: 'resyncNeeded' })
  await pass(5_000)
  expect(asked()).toBe(4)
  expect(relations()).toEqual(['id-of-Cy friends'])
  await pass(10_000)
  expect(asked()).toBe(4)
})

test('what one does is said again when the socket took it along, or the server could not do it', async () => {
  server.next.push({ method: 'Befriend', fate: 'loseCommand' }, unavailable)
  const done = tab.chat.friends.act('bo', 'request')
  await pass(0)
  server.dropAll()
  await pass(8_000)
  expect(await done).toBeUndefined()
  expect(server.heardOf('Befriend')).toEqual(Array.from({ length: 3 }, () => ({ with: 'bo', act: 'request' })))
})

test('however long one is offline', async () => {
  server.reachable = false
  server.dropAll()
  const done = tab.chat.friends.act('bo', 'request')
  await pass(120_000)
  expect(acts()).toBe(0)
  server.reachable = true
  await pass(15_000)
  expect(await done).toBeUndefined()
  expect(acts()).toBe(1)
})

test('what one does is not said again once it is seen to be so', async () => {
  server.next.push({ method: 'Befriend', fate: 'loseAnswer' })
  const done = tab.chat.friends.act('id-of-Cy', 'request')
  happen(entry('Cy', 'requestSent'))
  await pass(15_000)
  expect(await done).toBeUndefined()
  expect(acts()).toBe(1)
})

test('nor for ever to a server that is there and cannot do it', async () => {
  server.next.push(...Array.from({ length: 20 }, () => unavailable))
  const done = tab.chat.friends.act('bo', 'request')
  await pass(60_000)
  expect((await done)?.code).toBe('unavailable')
  expect(acts()).toBe(5)
})

test('nor in the name of whoever comes next', async () => {
  server.next.push(unavailable)
  const done = tab.chat.friends.act('bo', 'request')
  await pass(0)
  await tab.chat.session.signOut()
  await pass(60_000)
  expect((await done)?.code).toBe('unavailable')
  expect(acts()).toBe(1)
})

test('nor when it was not said at all before the next one came', async () => {
  server.dropAll()
  const done = tab.chat.friends.act('bo', 'request')
  await tab.chat.session.signOut()
  await tab.chat.session.enterAsGuest('Guest', '#abcdef')
  await pass(15_000)
  expect(tab.chat.connection.state().phase).toBe('online')
  expect((await done)?.code).toBe('notSignedIn')
  expect(acts()).toBe(0)
})

test('when the word of what one did is lost, the list tells', async () => {
  server.friends = { version: 4, entries: [entry('Bo'), entry('Cy', 'requestSent')] }
  expect(await tab.chat.friends.act('id-of-Cy', 'request')).toBeUndefined()
  await pass(5_000)
  expect(asked()).toBe(2)
  expect(relations()).toEqual(['id-of-Bo friends', 'id-of-Cy requestSent'])
})

test('what was told is not asked for', async () => {
  const done = tab.chat.friends.act('id-of-Cy', 'request')
  happen(entry('Cy', 'requestSent'))
  await done
  await pass(5_000)
  expect(asked()).toBe(1)
})

test('what one does while the socket is changed waits for the next one', async () => {
  server.dropAll()
  const done = tab.chat.friends.act('bo', 'request')
  await pass(2_000)
  expect(await done).toBeUndefined()
  expect(server.heardOf('Befriend')).toHaveLength(1)
})
