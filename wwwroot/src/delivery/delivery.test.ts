import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { AttachCommand, MailboxBatch, OwnPresence } from '../contract'
import { FakeBrowser, type FakeTab } from '../fakeBrowser'
import { FakeServer, General, person, said } from '../fakeServer'

let server: FakeServer
let tab: FakeTab
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

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

const moved = (first: number, epoch = 'mailbox-1'): MailboxBatch => ({
  epoch,
  first,
  events: [
    {
      type: 'readMoved',
      position: { conversation: General, readUpTo: first, unread: 90 - first, head: 90, mentions: 0, rewinds: 0 },
    },
  ],
})
const deliver = (batch: MailboxBatch) => server.attached.forEach(({ listener }) => listener.mailbox(batch))
const unread = () => tab.chat.inbox.conversations()[0]?.unread

beforeEach(() => {
  server.log = Array.from({ length: 90 }, (_, index) => said(person('Bob'), index + 1))
  server.dropAll()
  return pass(1_000)
})

test('events of a moment are acknowledged together, up to the last one in order', async () => {
  deliver(moved(1))
  deliver(moved(2))
  deliver(moved(4))
  expect(unread()).toBe(88)
  await pass(100)
  expect(server.heardOf('Acknowledge')).toEqual([{ epoch: 'mailbox-1', sequence: 2 }])
})

test('a reloaded tab names how far it has read, and hears what it has not', async () => {
  deliver(moved(1))
  server.mailbox = { resumed: true, replay: moved(2) }
  tab = tab.reload()
  await pass(0)
  expect(server.heardOf<AttachCommand>('Attach').at(-1)?.mailbox).toEqual({ epoch: 'mailbox-1', sequence: 1 })
  expect(unread()).toBe(88)
  await pass(100)
  expect(server.heardOf('Acknowledge').at(-1)).toEqual({ epoch: 'mailbox-1', sequence: 2 })
})

test('how one appears is what the welcome says, and not what has waited in the mailbox', async () => {
  const before: OwnPresence = { availability: 'invisible', connections: [] }
  server.presence = { availability: 'available', connections: [{ connection: 'other', device: 'phone', idle: true }] }
  server.mailbox = {
    resumed: true,
    replay: { epoch: 'mailbox-1', first: 1, events: [{ type: 'ownPresenceChanged', presence: before }] },
  }
  tab = tab.reload()
  await pass(0)
  expect(tab.chat.presence.availability()).toBe('available')
  expect(tab.chat.presence.others()).toHaveLength(1)
})

test('an event that is missing for long is asked for by attaching again', async () => {
  deliver(moved(2))
  server.mailbox = { resumed: true, replay: { ...moved(1), events: [...moved(1).events, ...moved(2).events] } }
  await pass(5_000)
  expect(tab.chat.connection.state().phase).toBe('online')
  expect(unread()).toBe(88)
})

test('a mailbox that was lost under the socket makes the tab fetch everything anew', async () => {
  deliver(moved(1, 'mailbox-2'))
  await pass(1_000)
  expect(server.heardOf('GetInbox')).toHaveLength(1)
  expect(server.heardOf('GetLobby')).toHaveLength(1)
})

test('what the server had not heard of what was read is told once more, for the right count', async () => {
  deliver(moved(1))
  server.dropAll()
  await pass(2_000)
  expect(server.heardOf('MarkRead')).toEqual([{ conversation: General, sequence: 1, rewinds: 0 }])
  expect(unread()).toBe(89)
})
