import { createRoot, createRenderEffect } from 'solid-js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { AttachCommand, SendMessageCommand } from '../contract'
import { FakeBrowser, type FakeTab } from '../fakeBrowser'
import { FakeServer, General, person, said } from '../fakeServer'

let server: FakeServer
let browser: FakeBrowser
let tab: FakeTab
const phase = () => tab.chat.connection.state().phase
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

beforeEach(async () => {
  vi.useFakeTimers()
  server = new FakeServer()
  browser = new FakeBrowser(server)
  tab = browser.openTab()
  await pass(0)
})
afterEach(() => {
  tab.chat.dispose()
  vi.useRealTimers()
})

const attaches = () => server.heardOf<AttachCommand>('Attach')

test('a browser with a session attaches and is online', () => {
  expect(phase()).toBe('online')
  expect(attaches()).toEqual([
    { connection: expect.stringMatching(/^[0-9a-f]{32}$/), device: 'desktop', attempt: 1, mailbox: null, idle: false },
  ])
})

test('the welcome is shown all at once', async () => {
  server.people = [{ profile: person('Ada'), devices: ['desktop'], presence: 'online' }]
  server.dropAll()
  const seen: string[] = []
  const end = createRoot((dispose) => {
    createRenderEffect(() => {
      const { lobby, inbox, connection } = tab.chat
      seen.push(`${connection.state().phase} ${lobby.people().length} ${inbox.conversations()[0]?.head}`)
    })
    return dispose
  })
  server.log.push(said(person('Bob'), 1))
  await pass(600)
  expect(seen).toEqual(['waiting 0 0', 'connecting 0 0', 'online 1 1'])
  end()
})

test('a lost socket is replaced with jittered delays that grow, under the same connection id', async () => {
  server.reachable = server.entryReachable = false
  server.dropAll()
  const waits: number[] = []
  for (let attempt = 1; attempt <= 7; attempt++) {
    const state = tab.chat.connection.state()
    if (state.phase !== 'waiting') throw new Error(state.phase)
    expect(state.attempt).toBe(attempt)
    waits.push(state.retryAtMs - Date.now())
    await pass(state.retryAtMs - Date.now())
  }
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 5_000, 5_000, 5_000])
  server.reachable = server.entryReachable = true
  await pass(5_000)
  expect(phase()).toBe('online')
  expect(new Set(attaches().map(({ connection }) => connection)).size).toBe(1)
})

test('a front that is about to stop is left at once, with what was on its way', async () => {
  const view = tab.chat.messages.open(General)
  await pass(0)
  const thaw = server.freeze()
  view.send('on its way')
  server.say({ type: 'goAway' })
  thaw()
  await pass(0)
  expect(phase()).toBe('online')
  expect(server.opened).toBe(2)
  expect(server.sockets).toHaveLength(1)
  expect(view.messages().map(({ text }) => text)).toEqual(['on its way'])
})

test('an outage behind the server is told while it lasts, and ends with a new socket too', async () => {
  server.say({ type: 'outage', over: false })
  expect(phase()).toBe('outage')
  server.say({ type: 'outage', over: true })
  expect(phase()).toBe('online')
  server.say({ type: 'outage', over: false })
  server.say({ type: 'goAway' })
  await pass(0)
  expect(phase()).toBe('online')
})

test('catching up that fails in an outage leaves the outage to be seen', async () => {
  server.say({ type: 'outage', over: false })
  server.say({ type: 'resyncNeeded' })
  expect(phase()).toBe('catchingUp')
  await pass(60_000)
  expect(phase()).toBe('outage')
})

test('the network going away is noticed at once, and so is its return', async () => {
  tab.network(false)
  expect(tab.chat.connection.state()).toMatchObject({ phase: 'waiting', networkDown: true })
  expect(server.sockets).toEqual([])
  tab.network(true)
  await pass(0)
  expect(phase()).toBe('online')
})

test.each([
  ['asks to retry', () => tab.chat.connection.retryNow()],
  ['looks at the tab again', () => tab.look()],
])('a waiting tab tries at once when the person %s', async (_, act) => {
  browser.chance = 0.99
  server.dropAll()
  expect(phase()).toBe('waiting')
  act()
  await pass(0)
  expect(phase()).toBe('online')
})

test('a server that does not answer the attachment is given up after ten seconds', async () => {
  server.next.push({ method: 'Attach', fate: 'loseCommand' })
  server.dropAll()
  await pass(500)
  expect(phase()).toBe('connecting')
  await pass(10_000)
  expect(phase()).toBe('waiting')
})

test('a front that hangs is left for another one, and what it was asked to send is there once', async () => {
  const view = tab.chat.messages.open(General)
  const thaw = server.freeze()
  view.send('into the ice')
  await pass(14_900)
  expect(phase()).toBe('online')
  await pass(700)
  expect(server.opened).toBe(2)
  expect(phase()).toBe('online')
  expect(view.outbox()).toEqual([])
  thaw()
  server.post(person('Bob'), 'after')
  const sends = server.heardOf<SendMessageCommand>('SendMessage').filter(({ text }) => text === 'into the ice')
  expect(sends.length).toBeGreaterThan(1)
  expect(new Set(sends.map(({ id }) => id)).size).toBe(1)
  expect(view.messages().map(({ text }) => text)).toEqual(['into the ice', 'after'])
})

test('what the server says before its welcome waits for it', async () => {
  tab.chat.messages.open(General)
  server.answerMs = 500
  server.dropAll()
  await pass(600)
  server.post(person('Bob'), 'early')
  await pass(2_000)
  expect(tab.chat.messages.open(General).messages()).toHaveLength(1)
  expect(tab.chat.inbox.conversations()[0]).toMatchObject({ head: 1, unread: 1 })
})

test('a duplicated tab takes an id of its own; a reloaded one keeps it', async () => {
  const twin = tab.duplicate()
  await pass(0)
  tab = tab.reload()
  await pass(0)
  const [first, second, third] = attaches().map(({ connection }) => connection)
  expect(second).not.toBe(first)
  expect(third).toBe(first)
  twin.chat.dispose()
})

test('a superseded tab stops, and takes another id when it is asked back', async () => {
  server.say({ type: 'connectionSuperseded' })
  await pass(60_000)
  expect(phase()).toBe('superseded')
  expect(server.opened).toBe(1)
  tab.chat.connection.retryNow()
  await pass(0)
  expect(phase()).toBe('online')
  expect(attaches()[1]?.connection).not.toBe(attaches()[0]?.connection)
})

test('one tab too many is told so and tries again only when asked', async () => {
  const refusal = { code: 'tooManyConnections' as const, retryAfterMs: null }
  server.next.push({ method: 'Attach', fate: refusal })
  server.dropAll()
  await pass(60_000)
  expect(tab.chat.connection.state()).toEqual({ phase: 'refused', refusal })
  tab.chat.connection.retryNow()
  await pass(0)
  expect(phase()).toBe('online')
})

test('an id that belongs to an earlier session is given up', async () => {
  server.next.push({ method: 'Attach', fate: { code: 'notFound', retryAfterMs: null } })
  server.dropAll()
  await pass(500)
  expect(phase()).toBe('online')
  expect(attaches()[2]?.connection).not.toBe(attaches()[1]?.connection)
})

test('events that were dropped are fetched anew, and that is shown', async () => {
  server.answerMs = 100
  server.say({ type: 'resyncNeeded' })
  expect(phase()).toBe('catchingUp')
  await pass(1_000)
  expect(phase()).toBe('online')
  expect(server.heardOf('GetLobby')).toHaveLength(1)
  expect(server.heardOf('GetInbox')).toHaveLength(1)
})

test.each(['GetLobby', 'GetInbox', 'ReadMessages'])('catching up lasts until %s has succeeded', async (method) => {
  const view = tab.chat.messages.open(General)
  await pass(0)
  server.announcing = false
  server.post(person('Bob'), 'missed')
  server.next.push({ method, fate: { code: 'unavailable', retryAfterMs: null } }, { method, fate: 'loseAnswer' })
  server.say({ type: 'resyncNeeded' })
  await pass(10_000)
  expect(phase()).toBe('catchingUp')
  await pass(10_000)
  expect(phase()).toBe('online')
  expect(server.heardOf(method).length).toBeGreaterThan(2)
  expect(view.messages()).toHaveLength(1)
  expect(tab.chat.inbox.conversations()[0]).toMatchObject({ head: 1, unread: 1 })
})

test('an answer that was on its way before events were dropped is not all that is fetched', async () => {
  const miss = (text: string) => {
    server.post(person('Bob'), text)
    server.come(text)
  }
  const view = tab.chat.messages.open(General)
  await pass(0)
  server.announcing = false
  miss('first')
  server.answerMs = 1_000
  server.say(
    { type: 'conversationPosition', conversation: General, head: 1 },
    { type: 'lobbyPosition', ...server.lobby },
  )
  await pass(500)
  miss('second')
  server.say({ type: 'resyncNeeded' })
  await pass(5_000)
  expect(phase()).toBe('online')
  expect(view.messages()).toHaveLength(2)
  expect(tab.chat.inbox.conversations()).toEqual(server.inbox())
  expect(tab.chat.lobby.people()).toEqual(server.people)
})

test('another build is offered to people and taken at once by developers, once', async () => {
  server.say({ type: 'buildChanged', build: 'build-2' })
  expect(tab.chat.connection.newBuild()).toBe(true)
  expect(browser.reloads).toBe(0)
  server.development = true
  tab = tab.reload()
  await pass(0)
  server.say({ type: 'buildChanged', build: 'build-2' }, { type: 'buildChanged', build: 'build-2' })
  expect(browser.reloads).toBe(1)
})

test('nothing goes on after the end', async () => {
  server.dropAll()
  tab.chat.dispose()
  expect(vi.getTimerCount()).toBe(0)
  await pass(60_000)
  expect(server.opened).toBe(1)
})
