import { beforeEach, expect, test } from 'vitest'
import type { ChatMessage } from '../contract'
import { General, person } from '../fakeServer'
import type { Missed } from './missed'
import { bob, browser, enter, inbox, open, pass, server, tab } from './testConversation'

const mallory = person('Mallory')
const ada = { ...person('Ada'), guest: false, handle: 'ada' }
const counts = () => [inbox()?.unread, inbox()?.mentions]
const fetched = () => server.heardOf('GetInbox').length

/** Somebody writes to Ada. */
const call = (author = mallory): ChatMessage =>
  server.post(author, '@ada', undefined, null, [{ name: 'ada', user: ada.id }])

function hearMissed(): Missed[] {
  const all: Missed[] = []
  tab.chat.inbox.listenMissed((missed) => void all.push(...missed))
  return all
}

/** The tab is cut off for as long as this takes. */
async function cutOff(happen: () => void) {
  server.reachable = false
  server.dropAll()
  happen()
  server.reachable = true
  await pass(5_000)
}

beforeEach(() => {
  server.me = ada
})

test('what comes from somebody blocked is not counted', async () => {
  server.block(mallory)
  await enter(1)
  const { sequence } = call()
  server.change(sequence, { by: mallory.id, kind: 'edited', text: '@here', mentions: [{ name: 'here', user: null }] })
  expect(counts()).toEqual([0, 0])
  call(bob)
  expect(counts()).toEqual([1, 1])
  await pass(5_000)
  expect([...counts(), fetched()]).toEqual([1, 1, 0])
})

test('in every tab the counts are right as soon as somebody is blocked or unblocked', async () => {
  await enter(1)
  const other = browser.openTab()
  await pass(0)
  const missed = hearMissed()
  const countsThere = () => other.chat.inbox.conversations().map(({ unread, mentions }) => [unread, mentions])
  call()
  call()
  call(bob)
  expect(counts()).toEqual([3, 3])
  server.block(mallory)
  await pass(0)
  expect([counts(), ...countsThere(), fetched()]).toEqual([[1, 1], [1, 1], 2])
  call()
  server.block(mallory, false)
  await pass(0)
  expect([counts(), ...countsThere(), fetched()]).toEqual([[4, 4], [4, 4], 4])
  expect(missed).toEqual([])
  other.chat.dispose()
})

test('another change of the friend list fetches nothing', async () => {
  server.block(mallory)
  await enter(1)
  server.say({
    type: 'friendshipChanged',
    version: 2,
    entry: {
      view: { with: bob.id, relation: 'requestReceived', blocked: false, sinceMs: 0 },
      profile: bob,
      lastSeenMs: null,
    },
  })
  await pass(5_000)
  expect(tab.chat.friends.find(bob.id)).toBeDefined()
  expect(fetched()).toBe(0)
})

test('what somebody blocked wrote while the tab was cut off was not missed', async () => {
  server.block(mallory)
  await enter(1)
  const missed = hearMissed()
  call()
  await cutOff(() => call())
  expect(counts()).toEqual([0, 0])
  expect(missed).toEqual([])
  await cutOff(() => [call(), call(bob)])
  expect(counts()).toEqual([1, 1])
  expect(missed).toMatchObject([{ unread: 1, mentions: 1 }])
})

test('what somebody wrote before they were unblocked elsewhere was not missed', async () => {
  server.block(mallory)
  await enter(1)
  call()
  const missed = hearMissed()
  await cutOff(() => server.block(mallory, false))
  expect(counts()).toEqual([1, 1])
  expect(missed).toEqual([])
})

test('nor when the inbox was being fetched as they were unblocked', async () => {
  server.block(mallory)
  await enter(1)
  call()
  const missed = hearMissed()
  server.answerMs = 500
  server.say({ type: 'conversationPosition', conversation: General, head: 9 })
  server.block(mallory, false)
  await pass(5_000)
  expect(counts()).toEqual([1, 1])
  expect(missed).toEqual([])
})

test('who was blocked while the tab was cut off does not count, whatever they write until the list has come', async () => {
  await enter(1)
  call()
  const missed = hearMissed()
  server.next.push({ method: 'GetFriends', fate: { lateMs: 2_000 } })
  await cutOff(() => server.block(mallory))
  expect(counts()).toEqual([0, 0])
  expect(missed).toEqual([])
  server.next.push({ method: 'GetFriends', fate: { lateMs: 2_000 } })
  server.dropAll()
  server.block(mallory, false)
  await pass(1_000)
  call()
  await pass(5_000)
  expect(counts()).toEqual([2, 2])
})

test('what is new in a conversation begins with what counts', async () => {
  server.block(mallory)
  await enter(1)
  call()
  const { sequence } = call(bob)
  const view = open()
  await pass(0)
  expect(view.firstUnread()).toBe(sequence)
})

test('what somebody blocked writes while nobody looks begins nothing new', async () => {
  server.block(mallory)
  await enter(1)
  const view = open()
  await pass(0)
  browser.looking = false
  call()
  browser.looking = true
  call(bob)
  expect(view.firstUnread()).toBeUndefined()
})
