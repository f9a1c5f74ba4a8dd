import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FakeBrowser, type FakeTab } from '../fakeBrowser'
import type { Profile } from '../contract'
import { FakeServer, General } from '../fakeServer'

let server: FakeServer
let browser: FakeBrowser
const tabs: FakeTab[] = []
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => {
  vi.useFakeTimers()
  server = new FakeServer()
  browser = new FakeBrowser(server)
})
afterEach(() => {
  for (const tab of tabs.splice(0)) tab.chat.dispose()
  vi.useRealTimers()
})

async function open(storage?: Storage) {
  const tab = browser.openTab(storage)
  tabs.push(tab)
  await pass(0)
  return tab
}

test('without a session nothing is connected, until a guest enters', async () => {
  server.me = null
  const { chat } = await open()
  expect(chat.session.status()).toBe('out')
  expect(chat.session.endedNotice()).toBeUndefined()
  expect(server.opened).toBe(0)
  expect(await chat.session.enterAsGuest('Guest', '#abcdef')).toBeUndefined()
  await pass(0)
  expect(chat.session.me()?.name).toBe('Guest')
  expect(chat.connection.state().phase).toBe('online')
})

test('people are invited to the address that the host names, or else to the one that this page has', async () => {
  expect((await open()).chat.session.inviteUrl()).toBe('http://localhost:1/')
  server.publicUrl = 'https://chat.example.org/'
  expect((await open()).chat.session.inviteUrl()).toBe('https://chat.example.org/')
})

test('a server that does not answer is asked again', async () => {
  server.entryReachable = false
  const { chat } = await open()
  expect(chat.session.status()).toBe('unreachable')
  server.entryReachable = true
  await pass(3_000)
  expect(chat.session.status()).toBe('in')
})

test('what one tab does, the others follow', async () => {
  server.me = null
  const one = await open()
  const other = await open()
  await one.chat.session.enterAsGuest('Guest', '#abcdef')
  await pass(0)
  expect(other.chat.session.status()).toBe('in')
  await other.chat.session.signOut()
  await pass(0)
  expect(one.chat.session.status()).toBe('out')
  expect(one.chat.session.endedNotice()).toBe('sessionEnded')
  expect(other.chat.session.endedNotice()).toBeUndefined()
  expect(server.sockets).toEqual([])
})

test('a session that ended while the network was away leads to the entry page', async () => {
  const tab = await open()
  tab.network(false)
  server.me = null
  tab.network(true)
  await pass(0)
  expect(tab.chat.session.status()).toBe('out')
  expect(tab.chat.session.endedNotice()).toBe('sessionEnded')
  await pass(60_000)
  expect(server.opened).toBe(2)
})

test('the socket telling of the end of the session leads to the entry page', async () => {
  const { chat } = await open()
  server.me = null
  server.say({ type: 'sessionEnded', reason: 'endedElsewhere' })
  server.dropAll()
  await pass(0)
  expect(chat.session.status()).toBe('out')
  expect(chat.session.endedNotice()).toBe('endedElsewhere')
})

test('a server that is away does not end the session', async () => {
  const { chat } = await open()
  server.reachable = server.entryReachable = false
  server.dropAll()
  await pass(60_000)
  expect(chat.session.status()).toBe('in')
  expect(chat.connection.state().phase).toBe('waiting')
})

test('signing out leaves no text behind, and a session that cannot be ended is not shown as ended', async () => {
  const tab = await open()
  tab.chat.messages.open(General).setDraft('half a thought')
  expect(JSON.stringify(Array.from({ length: tab.storage.length }, (_, i) => tab.storage.key(i)))).toContain('draft')
  server.entryReachable = false
  expect(await tab.chat.session.signOut()).toMatchObject({ code: 'unavailable' })
  expect(tab.chat.session.status()).toBe('in')
  server.entryReachable = true
  expect(await tab.chat.session.signOut()).toBeUndefined()
  expect(Array.from({ length: tab.storage.length }, (_, i) => tab.storage.key(i))).not.toContain('draft')
  expect(tab.storage.length).toBe(0)
})

test('a guest who signs up with a passkey stays the same user, and comes back with the new session', async () => {
  const tab = await open()
  const other = await open()
  const before = server.opened
  expect(await tab.chat.session.createAccount('Ada', '#abcdef')).toBeUndefined()
  await pass(0)
  expect(tab.chat.session.me()).toMatchObject({ name: 'Ada', guest: false, handle: 'ada' })
  expect(other.chat.session.me()).toMatchObject({ guest: false })
  expect(server.opened).toBe(before + 1)
  expect(server.overHttpCame).toEqual(['/api/session/passkey/new {"challenge":"q1","credential":"signed"}'])
  expect(tab.chat.connection.state().phase).toBe('online')
})

test('a passkey that the person does not use changes nothing', async () => {
  const { chat } = await open()
  browser.passkey = { trouble: { code: 'passkeyCancelled', retryAfterMs: null } }
  for (const doing of [
    chat.session.createAccount('Ada', '#abcdef'),
    chat.session.signInWithPasskey(),
    chat.session.addPasskey(),
  ])
    expect(await doing).toMatchObject({ code: 'passkeyCancelled' })
  expect(chat.session.me()?.guest).toBe(true)
  expect(server.overHttpCame).toEqual([])
})

test('a refused passkey is told and changes nothing', async () => {
  const { chat } = await open()
  server.refusing = { code: 'passkeyInvalid', retryAfterMs: null }
  expect(await chat.session.signInWithPasskey()).toMatchObject({ code: 'passkeyInvalid' })
  expect(chat.session.me()?.guest).toBe(true)
})

test('whoever becomes anonymous is somebody else with nothing of before', async () => {
  localStorage.setItem('chatmux.name', 'Ada')
  server.me = { ...(server.me as Profile), guest: false }
  const tab = await open()
  tab.chat.messages.open(General).setDraft('half a thought')
  expect(await tab.chat.session.becomeAnonymous()).toBeUndefined()
  await pass(0)
  expect(tab.chat.session.me()?.name).toBe('Guest')
  expect(localStorage.getItem('chatmux.name')).toBeNull()
  expect(
    Array.from({ length: tab.storage.length }, (_, i) => tab.storage.key(i) ?? '').filter((key) =>
      key.includes('draft'),
    ),
  ).toEqual([])
  expect(tab.chat.connection.state().phase).toBe('online')
})

test('an own profile that was changed elsewhere is shown here', async () => {
  const { chat } = await open()
  server.say({ type: 'profileChanged', profile: { ...(server.me as Profile), name: 'Countess' } })
  expect(chat.session.me()?.name).toBe('Countess')
  server.say({ type: 'profileChanged', profile: { ...(server.me as Profile), id: 'other', name: 'Nobody' } })
  expect(chat.session.me()?.name).toBe('Countess')
})
