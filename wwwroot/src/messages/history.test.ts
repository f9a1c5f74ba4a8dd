import { expect, test } from 'vitest'
import { General, said } from '../fakeServer'
import { bob, enter, inbox, open, pass, reads, server, tab } from './testConversation'

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

test('the first page is shown at once to who looks at the newest message from the start', async () => {
  await enter(200)
  const view = open()
  view.follow(true)
  await pass(0)
  expect(view.messages()).toHaveLength(30)
  expect(reads()).toHaveLength(1)
})

test('whoever turns back before the way elsewhere was found is at the newest message', async () => {
  await enter(200)
  const view = open()
  await pass(0)
  server.answerMs = 1
  void view.goTo(1)
  void view.loadOlder()
  view.follow(true)
  await pass(10)
  expect(view.hasNewer()).toBe(false)
  expect(view.messages().at(-1)?.sequence).toBe(200)
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

test('pages that are shorter than asked for lead everywhere all the same', async () => {
  await enter(200)
  server.pageAtMost = 7
  const view = open()
  await pass(0)
  expect(await view.goTo(90)).toBe(90)
  expect(view.messages().map(({ sequence }) => sequence)).toContain(90)
  expect(await view.goTo(1)).toBe(1)
  await view.loadNewest()
  expect(view.messages().at(-1)?.sequence).toBe(200)
  server.post(bob, 'one more')
  await pass(0)
  expect(view.messages().at(-1)?.sequence).toBe(201)
})

test('what stands in the place of something that is lost is shown, and what is lost is not asked for for ever', async () => {
  await enter(10)
  const view = open()
  await pass(0)
  server.log = server.log.slice(0, 7)
  const message = said(bob, 8, { text: 'another', id: 'another', sentAtMs: 9_000 })
  server.log.push(message)
  server.say({ type: 'messagePosted', message })
  await pass(0)
  expect(view.messages().map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  expect(view.messages().at(-1)?.text).toBe('another')
  await view.loadNewest()
  const before = reads().length
  await pass(60_000)
  expect(reads()).toHaveLength(before)
  server.post(bob, 'next')
  await pass(0)
  expect(view.messages().at(-1)).toMatchObject({ sequence: 9, text: 'next' })
})
