import { createComponent, createRoot } from 'solid-js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FakeBrowser, type FakeTab } from '../fakeBrowser'
import { FakeServer, General, person, said } from '../fakeServer'
import { ChatProvider } from '../chatContext'
import type { ChatMessage, RoomActKind, RoomDescription, RoomMute, ServerEvent } from '../contract'
import { createStanding } from './standing'

let server: FakeServer
let tab: FakeTab
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const ada = person('Ada')
const mo = person('Mo')

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

function act(kind: RoomActKind, whom = ada): ChatMessage {
  const more = { text: '', act: { kind, whom, untilMs: null, message: null } }
  const message = said(mo, server.head + 1, more)
  server.log.push(message)
  server.say({ type: 'messagePosted', message })
  return message
}

test('an act stands among the messages and counts as none', async () => {
  const general = tab.chat.messages.open(General)
  await pass(0)
  server.post(mo, 'before')
  const muted = act('muted', person('Bob'))
  server.post(mo, 'after')
  await pass(0)
  expect(general.messages().map(({ sequence, act: done }) => [sequence, done?.kind])).toEqual([
    [1, undefined],
    [2, 'muted'],
    [3, undefined],
  ])
  expect(tab.chat.inbox.conversations()[0]).toMatchObject({ head: 3, unread: 2 })
  expect(server.heardOf('GetInbox')).toEqual([])
  expect(tab.chat.rooms.acted()).toBe(1)
  expect(muted.act?.whom?.name).toBe('Bob')
})

test('what is done to oneself is looked up', async () => {
  server.standing = { role: 'member', mute: { untilMs: null } }
  act('muted')
  await pass(1)
  expect(tab.chat.inbox.conversations()[0]?.room.mute).toEqual({ untilMs: null })
  server.standing = { role: 'moderator', mute: null }
  act('moderatorNamed')
  await pass(1)
  expect(tab.chat.inbox.conversations()[0]?.room).toMatchObject({ role: 'moderator', mute: null })
})

test('an account that is removed takes its name out of the acts', async () => {
  const general = tab.chat.messages.open(General)
  await pass(0)
  act('banned', person('Bob'))
  server.say({ type: 'authorErased', conversation: General, author: person('Bob').id })
  expect(general.messages()[0]).toMatchObject({ author: { name: 'Mo' }, act: { kind: 'banned', whom: { name: '' } } })
})

test('a deletion by a moderator is shown as one', async () => {
  const general = tab.chat.messages.open(General)
  await pass(0)
  server.post(person('Bob'), 'rude')
  server.change(1, { by: mo.id, kind: 'deleted', byModerator: true })
  expect(general.messages()[0]).toMatchObject({ deleted: true, deletedByModerator: true, text: '' })
})

const leaves = (reason: 'left' | 'kicked' | 'banned' | 'roomGone'): ServerEvent => ({
  type: 'conversationLeft',
  conversation: General,
  reason,
  by: mo,
})

test.each(['kicked', 'banned', 'roomGone'] as const)('who was %s hears of it until they dismiss it', (reason) => {
  server.attached[0]?.listener.mailbox({ epoch: 'mailbox-1', first: 1, events: [leaves(reason)] })
  expect(tab.chat.rooms.notice()).toEqual({ conversation: General, room: 'General', reason, by: 'Mo' })
  expect(tab.chat.inbox.conversations()).toEqual([])
  tab.chat.rooms.dismissNotice()
  expect(tab.chat.rooms.notice()).toBeUndefined()
})

test('who left, or ended their own room, knows', async () => {
  server.attached[0]?.listener.mailbox({ epoch: 'mailbox-1', first: 1, events: [leaves('left')] })
  expect(tab.chat.rooms.notice()).toBeUndefined()
  server.standing = { role: 'owner', mute: null }
  server.say({ type: 'resyncNeeded' })
  await pass(1_000)
  server.attached[0]?.listener.mailbox({ epoch: 'mailbox-1', first: 2, events: [leaves('roomGone')] })
  expect(tab.chat.rooms.notice()).toBeUndefined()
})

test("a mute ends by the server's clock", async () => {
  server.aheadMs = 300_000
  server.dropAll()
  await pass(10_000)
  const mute = { untilMs: Date.now() + server.aheadMs + 5_000 }
  const room: RoomDescription = { id: General, name: 'General', conversation: General, role: 'member', mute }
  const [muted, end] = createRoot((dispose) => {
    let held!: () => RoomMute | undefined
    createComponent(ChatProvider, {
      value: tab.chat,
      get children() {
        held = createStanding(() => room).muted
        return undefined
      },
    })
    return [held, dispose]
  })
  await pass(4_000)
  expect(muted()).toEqual(mute)
  await pass(2_000)
  expect(muted()).toBeUndefined()
  end()
})
