import { expect, test } from 'vitest'
import type { MarkReadCommand, SendMessageCommand } from '../contract'
import { General, person } from '../fakeServer'
import { bob, browser, enter, inbox, open, pass, reload, server, tab } from './testConversation'

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
  reload()
  await pass(0)
  expect(server.log.map(({ text }) => text)).toEqual(['unsent'])
  expect(open().outbox()).toEqual([])
})

test('what a reload found on its way is sent again', async () => {
  await enter(0)
  server.next.push({ method: 'SendMessage', fate: 'loseCommand' })
  open().send('on its way')
  reload()
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
  reload()
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
  server.people = [{ profile: bob, devices: ['desktop'], presence: 'online' }]
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
  browser.looking = false
  server.post(bob, 'unseen')
  server.post(bob, 'unseen too')
  expect(view.firstUnread()).toBe(5)
  expect(inbox()?.unread).toBe(2)
})

test('what was written while the tab was cut off is marked as new', async () => {
  await enter(3)
  const view = open()
  await pass(0)
  view.markRead(3)
  server.announcing = false
  tab.network(false)
  server.post(bob, 'missed')
  server.post(bob, 'missed too')
  server.announcing = true
  tab.network(true)
  await pass(10)
  expect(view.messages()).toHaveLength(5)
  expect([view.firstUnread(), inbox()?.unread]).toEqual([4, 2])
})

test('the line stays above what one had not read before being cut off', async () => {
  await enter(5, 3)
  const view = open()
  await pass(0)
  tab.network(false)
  server.post(bob, 'missed')
  tab.network(true)
  await pass(10)
  expect(view.firstUnread()).toBe(4)
})

test('what was marked as unread and is read in another tab is held back no longer', async () => {
  await enter(3)
  const view = open()
  await pass(0)
  view.markRead(3)
  await view.markUnread(view.messages()[1]!)
  expect([inbox()?.unread, tab.chat.inbox.heldBack(General)]).toEqual([2, 1])
  server.readUpTo = 3
  server.say({ type: 'readMoved', position: server.inbox()[0]! })
  expect(inbox()?.unread).toBe(0)
  server.post(bob, 'later')
  view.markRead(4)
  await pass(1_000)
  expect(inbox()?.unread).toBe(0)
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

test('what was found and is deleted, or its author erased, is gone', async () => {
  await enter(3)
  const view = open()
  await pass(0)
  const hits = [1, 2].map((sequence) => ({ sequence, author: bob, sentAtMs: 0, excerpt: '', marks: [] }))
  server.change(1, { by: bob.id, kind: 'edited', text: 'other' })
  expect(hits.map(view.isGone)).toEqual([false, false])
  server.change(1, { by: bob.id, kind: 'deleted' })
  expect(hits.map(view.isGone)).toEqual([true, false])
  server.say({ type: 'authorErased', conversation: General, author: bob.id })
  expect(hits.map(view.isGone)).toEqual([true, true])
})

test('nothing is replied to that is gone, however one hears of it', async () => {
  await enter(3)
  const view = open()
  await pass(0)
  const reply = (sequence: number) => view.setReplyTo(view.messages().find((message) => message.sequence === sequence))
  reply(1)
  server.change(1, { by: bob.id, kind: 'deleted' })
  expect(view.replyTo()).toBeUndefined()
  reply(2)
  tab.network(false)
  server.change(2, { by: bob.id, kind: 'deleted' })
  tab.network(true)
  await pass(0)
  expect(view.replyTo()).toBeUndefined()
  reply(3)
  server.say({ type: 'authorErased', conversation: General, author: bob.id })
  expect(view.replyTo()).toBeUndefined()
})

test.each([
  ['too fast', { code: 'tooFast', retryAfterMs: 3_000 } as const],
  ['lost', 'loseCommand' as const],
])('what waits as its author signs out is neither sent by the next one nor kept: %s', async (_, fate) => {
  await enter(0)
  const view = open()
  server.next.push({ method: 'SendMessage', fate })
  view.send('for Ada alone to say')
  await pass(0)
  await tab.chat.session.signOut()
  await pass(10)
  const kept = () => Array.from({ length: tab.storage.length }, (_, i) => tab.storage.getItem(tab.storage.key(i) ?? ''))
  expect(kept().join()).not.toContain('for Ada alone')
  await tab.chat.session.enterAsGuest('Guest', '#123456')
  await pass(20_000)
  expect(server.log).toEqual([])
  expect(kept().join()).not.toContain('for Ada alone')
})
