import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { MarkReadCommand, ReadMessagesCommand, SendMessageCommand } from '../contract'
import { FakeBrowser, type FakeTab } from '../fakeBrowser'
import { FakeServer, General, person } from '../fakeServer'

let server: FakeServer
let browser: FakeBrowser
let tab: FakeTab
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const bob = person('Bob')
const open = () => tab.chat.messages.open(General)
const inbox = () => tab.chat.inbox.conversations()[0]
const reads = () => server.heardOf<ReadMessagesCommand>('ReadMessages')

beforeEach(() => {
  vi.useFakeTimers()
  server = new FakeServer()
  browser = new FakeBrowser(server)
})
afterEach(() => {
  tab.chat.dispose()
  vi.useRealTimers()
})

/** Bob has written this many messages, of which Ada has read so many. */
async function enter(written: number, read = written) {
  for (let number = 1; number <= written; number++) server.post(bob, `text ${number}`)
  server.readUpTo = read
  tab = browser.openTab()
  await pass(0)
}

test('opening what is read loads the newest thirty, and older ones by fifty', async () => {
  await enter(200)
  const view = open()
  expect(view.loading()).toBe('first')
  await pass(0)
  expect(view.loading()).toBeUndefined()
  expect(view.messages()).toHaveLength(30)
  expect(view.firstUnread()).toBeUndefined()
  void view.loadOlder()
  void view.loadOlder()
  expect(view.loading()).toBe('older')
  await pass(0)
  expect(view.messages()).toHaveLength(80)
  expect(view.hasOlder()).toBe(true)
  expect(reads()).toHaveLength(2)
})

test('scrolling up faster than one may waits and goes on by itself', async () => {
  await enter(200)
  const view = open()
  await pass(0)
  server.next.push({ method: 'ReadMessages', fate: { code: 'tooFast', retryAfterMs: 2_000 } })
  void view.loadOlder()
  await pass(1_900)
  expect(view.loading()).toBe('older')
  expect(view.loadFailed()).toBeUndefined()
  await pass(200)
  expect(view.messages()).toHaveLength(80)
  expect(view.loading()).toBeUndefined()
})

test('opening loads all that is unread, and says where it begins', async () => {
  await enter(400, 250)
  const view = open()
  await pass(0)
  expect(view.messages()[0]?.sequence).toBeLessThanOrEqual(251)
  expect(view.firstUnread()).toBe(251)
  view.markRead(400)
  expect(view.firstUnread()).toBe(251)
  expect(open().firstUnread()).toBeUndefined()
})

test('a first page that is refused is shown as refused, and can be asked for again', async () => {
  await enter(5)
  server.next.push({ method: 'ReadMessages', fate: { code: 'notFound', retryAfterMs: null } })
  const view = open()
  await pass(0)
  expect(view.loadFailed()?.code).toBe('notFound')
  expect(view.loading()).toBeUndefined()
  await view.loadNewest()
  expect(view.loadFailed()).toBeUndefined()
  expect(view.messages()).toHaveLength(5)
})

test('a message that leaves a gap waits until the missing ones are there', async () => {
  await enter(10)
  const view = open()
  await pass(0)
  server.announcing = false
  server.post(bob, 'unheard')
  server.announcing = true
  server.answerMs = 100
  server.post(bob, 'heard')
  expect(view.messages()).toHaveLength(10)
  await pass(100)
  expect(
    view
      .messages()
      .map(({ text }) => text)
      .slice(10),
  ).toEqual(['unheard', 'heard'])
})

test('being told of a greater number fetches what is missing', async () => {
  await enter(10)
  const view = open()
  await pass(0)
  server.announcing = false
  server.post(bob, 'unheard')
  server.say({ type: 'conversationPosition', conversation: General, head: 11 })
  await pass(0)
  expect(view.messages()).toHaveLength(11)
  expect(inbox()).toMatchObject({ head: 11, unread: 1 })
})

test('who missed very many messages sees the newest', async () => {
  await enter(40)
  const view = open()
  await pass(0)
  tab.network(false)
  for (let number = 0; number < 500; number++) server.post(bob, 'more')
  tab.network(true)
  await pass(0)
  expect(view.messages().at(-1)?.sequence).toBe(540)
  expect(view.messages()).toHaveLength(30)
  expect(view.hasOlder()).toBe(true)
})

test('who reads above keeps the place however much was missed, and finds the newest when asking for it', async () => {
  await enter(40)
  const view = open()
  await pass(0)
  view.follow(false)
  const held = view.messages()
  tab.network(false)
  for (let number = 0; number < 500; number++) server.post(bob, 'more')
  tab.network(true)
  await pass(0)
  expect(tab.chat.connection.state().phase).toBe('online')
  expect(view.messages()).toEqual(held)
  expect(inbox()).toMatchObject({ head: 540, unread: 100 })
  view.follow(true)
  await pass(0)
  expect(view.messages().at(-1)?.sequence).toBe(540)
})

test('five hundred messages are held at most; who reads above keeps the place, and comes down to all the others', async () => {
  await enter(10)
  const view = open()
  await pass(0)
  for (let number = 0; number < 1_500; number++) server.post(bob, 'more')
  expect(view.messages().length).toBeLessThanOrEqual(500)
  const first = view.messages()[0]?.sequence
  view.follow(false)
  for (let number = 0; number < 500; number++) server.post(bob, 'more')
  expect(view.messages()[0]?.sequence).toBe(first)
  expect(view.messages()).toHaveLength(500)
  const seen = new Set(view.messages().map(({ sequence }) => sequence))
  while (view.hasNewer()) {
    await view.loadNewer()
    for (const { sequence } of view.messages()) seen.add(sequence)
    expect(view.messages().length).toBeLessThanOrEqual(500)
  }
  expect(seen.size).toBe(2_010 - (first ?? 0) + 1)
  expect(view.messages().at(-1)?.sequence).toBe(2_010)
})

test('scrolling all the way up and down again passes every message, and never holds more than five hundred', async () => {
  await enter(1_200)
  const view = open()
  await pass(0)
  view.follow(false)
  while (view.hasOlder()) {
    await view.loadOlder()
    expect(view.messages().length).toBeLessThanOrEqual(500)
  }
  expect(view.messages()[0]?.sequence).toBe(1)
  expect(view.hasNewer()).toBe(true)
  server.change(3, { by: bob.id, kind: 'edited', text: 'as it is now' })
  expect(view.messages()[2]?.text).toBe('as it is now')
  while (view.hasNewer()) await view.loadNewer()
  expect(view.messages().at(-1)?.sequence).toBe(1_200)
  expect(view.hasOlder()).toBe(true)
})

test('going to a message far away shows what stands around it as it is now, and what happens to it from then on', async () => {
  await enter(1_000)
  const view = open()
  await pass(0)
  expect(await view.goTo(300)).toBe(300)
  expect(view.messages().map(({ sequence }) => sequence)).toEqual(Array.from({ length: 50 }, (_, index) => 276 + index))
  expect([view.hasOlder(), view.hasNewer()]).toEqual([true, true])
  server.post(bob, 'new')
  expect(view.messages()).toHaveLength(50)
  server.change(300, { by: bob.id, kind: 'edited', text: 'edited' })
  expect(view.messages()[24]?.text).toBe('edited')
  // Missed without a sign of it, and much of it.
  tab.network(false)
  server.change(301, { by: bob.id, kind: 'deleted' })
  for (let number = 0; number < 400; number++) server.post(bob, 'more')
  tab.network(true)
  await pass(0)
  expect(view.messages()[25]?.deleted).toBe(true)
  expect(view.messages()).toHaveLength(50)
  await view.loadNewest()
  expect(view.messages().at(-1)?.text).toBe('more')
  expect(view.hasNewer()).toBe(false)
})

test('a trip that is not wanted any more does not come to its end', async () => {
  await enter(1_000)
  const view = open()
  await pass(0)
  server.next.push({ method: 'ReadMessages', fate: { lateMs: 500 } })
  const slow = view.goTo(100)
  const quick = view.goTo(700)
  await pass(1_000)
  await Promise.all([slow, quick])
  expect(view.messages().some(({ sequence }) => sequence === 700)).toBe(true)
  server.next.push({ method: 'ReadMessages', fate: { lateMs: 500 } })
  const away = view.goTo(100)
  await view.loadNewest()
  await pass(1_000)
  await away
  expect(view.messages().at(-1)?.sequence).toBe(1_000)
})

test('a message appears at once, once, and goes from the outbox into the conversation in one step', async () => {
  await enter(3)
  const view = open()
  await pass(0)
  server.answerMs = 100
  server.announcing = false
  expect(view.send('hello')).toBeUndefined()
  expect(view.outbox()).toMatchObject([{ text: 'hello', state: 'sending' }])
  await pass(100)
  expect(view.outbox()).toEqual([])
  expect(view.messages().at(-1)).toMatchObject({ text: 'hello', sequence: 4, author: person('Ada') })
  server.say({ type: 'messagePosted', message: server.log[3]! })
  expect(view.messages()).toHaveLength(4)
  expect(inbox()).toMatchObject({ head: 4, unread: 0 })
})

test('a message whose place is not reached yet stays in the outbox until it is', async () => {
  await enter(3)
  const view = open()
  await pass(0)
  server.announcing = false
  server.post(bob, 'unheard')
  server.answerMs = 100
  view.send('hello')
  await pass(150)
  expect([view.messages().length, view.outbox().length]).toEqual([3, 1])
  await pass(100)
  expect([view.messages().length, view.outbox().length]).toEqual([5, 0])
})

test('one message is in flight at a time', async () => {
  await enter(0)
  const view = open()
  await pass(0)
  server.answerMs = 1_000
  server.eventMs = 5_000
  for (const text of ['one', 'two', 'three']) view.send(text)
  expect(view.outbox().map(({ state }) => state)).toEqual(['sending', 'waiting', 'waiting'])
  await pass(999)
  expect(server.heardOf<SendMessageCommand>('SendMessage')).toHaveLength(1)
  await pass(10_000)
  expect(server.log.map(({ text }) => text)).toEqual(['one', 'two', 'three'])
})

test('too fast waits as long as the server says, and goes on by itself', async () => {
  await enter(0)
  const view = open()
  server.next.push({ method: 'SendMessage', fate: { code: 'tooFast', retryAfterMs: 4_000 } })
  view.send('one')
  await pass(0)
  expect(view.outbox()).toMatchObject([
    { state: 'waiting', retryAtMs: Date.now() + 4_000, refusal: { code: 'tooFast' } },
  ])
  await pass(4_000)
  expect(view.outbox()).toEqual([])
})

test('an unanswered message is sent again under the same id', async () => {
  await enter(0)
  const view = open()
  await pass(0)
  server.announcing = false
  server.next.push({ method: 'SendMessage', fate: 'loseAnswer' })
  view.send('one')
  await pass(12_000)
  const ids = server.heardOf<SendMessageCommand>('SendMessage').map(({ id }) => id)
  expect(ids).toEqual([ids[0], ids[0]])
  expect(view.messages()).toHaveLength(1)
  expect(view.outbox()).toEqual([])
})

test('a message that three sockets in a row did not survive is not sent again by itself', async () => {
  await enter(0)
  const view = open()
  await pass(0)
  server.next = Array.from({ length: 3 }, () => ({ method: 'SendMessage', fate: 'loseCommand' as const }))
  view.send('one')
  for (let end = 0; end < 3; end++) {
    server.dropAll()
    await pass(8_000)
  }
  expect(view.outbox()).toMatchObject([{ state: 'failed', refusal: { code: 'malformed' } }])
  view.retry(view.outbox()[0]!.id)
  await pass(0)
  expect(server.log).toHaveLength(1)
})

test('what a reload left unsent is sent even if nobody opens the conversation', async () => {
  await enter(0)
  tab.network(false)
  open().send('unsent')
  browser.online = true
  tab = tab.reload()
  await pass(0)
  expect(server.log.map(({ text }) => text)).toEqual(['unsent'])
  expect(open().outbox()).toEqual([])
})

test('what a reload found on its way is sent again', async () => {
  await enter(0)
  server.next.push({ method: 'SendMessage', fate: 'loseCommand' })
  open().send('on its way')
  tab = tab.reload()
  await pass(0)
  expect(server.log.map(({ text }) => text)).toEqual(['on its way'])
})

test('the announcement of an own message is as good as the answer to it', async () => {
  await enter(0)
  const view = open()
  server.announcing = false
  server.post(bob, 'unheard')
  server.announcing = true
  server.next.push({ method: 'SendMessage', fate: 'loseAnswer' }, { method: 'ReadMessages', fate: 'loseAnswer' })
  view.send('one')
  view.send('two')
  expect(server.log.map(({ text }) => text)).toEqual(['unheard', 'one', 'two'])
})

test('empty and overlong messages are refused at once', async () => {
  await enter(0)
  const view = open()
  expect(view.send(' \u200b\n')?.code).toBe('emptyMessage')
  expect(view.send('x'.repeat(4_001))?.code).toBe('messageTooLong')
  expect(view.send('x'.repeat(4_000))).toBeUndefined()
})

test('a draft survives a reload', async () => {
  await enter(0)
  open().setDraft('half a thought')
  tab = tab.reload()
  await pass(0)
  expect(open().draft()).toBe('half a thought')
})

test('typing is told at most every three seconds, and again right after sending', async () => {
  await enter(0)
  const view = open()
  for (let key = 0; key < 10; key++) {
    view.noteTyping()
    await pass(500)
  }
  expect(server.heardOf('Typing')).toHaveLength(2)
  view.send('done')
  view.noteTyping()
  expect(server.heardOf('Typing')).toHaveLength(3)
})

test('others are writing for six seconds or until their message comes', async () => {
  server.people = [{ profile: bob, devices: ['desktop'] }]
  await enter(0)
  const view = open()
  const typing = () => server.say({ type: 'userTyping', conversation: General, user: bob.id })
  typing()
  await pass(5_000)
  typing()
  await pass(5_000)
  expect(view.typing()).toEqual([bob])
  await pass(1_000)
  expect(view.typing()).toEqual([])
  typing()
  server.post(bob, 'there')
  expect(view.typing()).toEqual([])
})

test('reading is told once per moment, never backwards, and again if the socket was lost', async () => {
  await enter(10, 0)
  const view = open()
  await pass(0)
  for (const sequence of [3, 7, 5]) view.markRead(sequence)
  expect(inbox()?.unread).toBe(3)
  await pass(300)
  view.markRead(10)
  server.dropAll()
  await pass(1_000)
  expect(inbox()).toMatchObject({ readUpTo: 10, unread: 0 })
  expect(server.heardOf<MarkReadCommand>('MarkRead').map(({ sequence }) => sequence)).toEqual([7, 10])
})

test('what comes while nobody looks is marked as new', async () => {
  await enter(3)
  const view = open()
  await pass(0)
  server.post(bob, 'seen')
  view.markRead(4)
  expect(view.firstUnread()).toBeUndefined()
  browser.hidden = true
  server.post(bob, 'unseen')
  server.post(bob, 'unseen too')
  expect(view.firstUnread()).toBe(5)
  expect(inbox()?.unread).toBe(2)
})

test('what is marked as unread stays so while it is looked at, until it is opened anew', async () => {
  await enter(5)
  const view = open()
  await pass(0)
  view.markRead(5)
  const marked = view.messages().find(({ sequence }) => sequence === 3)
  expect(await view.markUnread(marked!)).toBeUndefined()
  expect(inbox()).toMatchObject({ readUpTo: 2, unread: 3, rewinds: 1 })
  expect([view.firstUnread(), tab.chat.inbox.heldBack(General)]).toEqual([3, 2])
  server.post(bob, 'more')
  view.markRead(6)
  await pass(1_000)
  expect(inbox()).toMatchObject({ readUpTo: 2, unread: 4 })
  expect(open().firstUnread()).toBe(3)
  view.markRead(6)
  await pass(1_000)
  expect(inbox()).toMatchObject({ readUpTo: 6, unread: 0 })
  expect(server.heardOf<MarkReadCommand>('MarkRead').at(-1)).toMatchObject({ sequence: 6, rewinds: 1 })
  expect(server.readUpTo).toBe(6)
})

test('what was read a moment before is not told after it was marked as unread', async () => {
  await enter(5, 2)
  const view = open()
  await pass(0)
  view.markRead(5)
  await view.markUnread(view.messages()[3]!)
  await pass(5_000)
  expect([server.readUpTo, inbox()?.readUpTo]).toEqual([2, 2])
  expect(server.heardOf('MarkRead')).toEqual([])
})

test('marking as unread in another tab holds this one back too, and a refusal changes nothing', async () => {
  await enter(5)
  const view = open()
  await pass(0)
  server.next.push({ method: 'MarkUnread', fate: { code: 'notFound', retryAfterMs: null } })
  expect(await view.markUnread(view.messages()[0]!)).toMatchObject({ code: 'notFound' })
  expect(inbox()).toMatchObject({ readUpTo: 5, unread: 0 })
  server.readUpTo = 1
  server.rewinds = 1
  const position = server.inbox()[0]!
  server.attached[0]?.listener.mailbox({ epoch: 'mailbox-1', first: 1, events: [{ type: 'readMoved', position }] })
  view.markRead(5)
  expect(inbox()).toMatchObject({ readUpTo: 1, unread: 4 })
})

test('a message is heard once, and not when it was there before', async () => {
  await enter(3)
  const heard: number[] = []
  const stop = tab.chat.inbox.listen(({ sequence }) => heard.push(sequence))
  const message = server.post(bob, 'news')
  server.say({ type: 'messagePosted', message })
  await pass(0)
  stop()
  server.post(bob, 'unheard')
  await pass(0)
  expect(heard).toEqual([4])
})
