import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FakeBrowser, type FakeTab } from '../fakeBrowser'
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
  server.say({ type: 'sessionEnded' })
  server.dropAll()
  await pass(0)
  expect(chat.session.status()).toBe('out')
  expect(chat.session.endedNotice()).toBe('sessionEnded')
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
