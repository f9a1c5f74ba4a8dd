import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { InboxConversation, NoticeLevel } from '../contract'
import { FakeBrowser } from '../fakeBrowser'
import { FakeServer, General, person } from '../fakeServer'
import { missedIn, missedNotice, missedWanted } from './missed'

const held: InboxConversation = {
  conversation: General,
  room: { id: General, name: 'General', conversation: General, role: 'member', mute: null },
  head: 10,
  readUpTo: 8,
  unread: 2,
  mentions: 1,
  rewinds: 0,
  level: 'all',
}
const missed = (unread: number, mentions: number) => ({ conversation: General, unread, mentions })

test('what is unread now and was not before was missed', () => {
  expect(missedIn(held, { ...held, head: 13, unread: 4, mentions: 2 })).toEqual(missed(2, 1))
  expect(missedIn(held, { ...held, head: 11 })).toEqual(missed(0, 0))
  expect(missedIn(held, { ...held, head: 11, mentions: 0 })).toEqual(missed(0, 0))
})

test('of what was read elsewhere meanwhile only what came after it was missed', () => {
  expect(missedIn(held, { ...held, readUpTo: 12, head: 15, unread: 3, mentions: 0 })).toEqual(missed(3, 0))
  expect(missedIn(held, { ...held, readUpTo: 12, head: 12, unread: 0, mentions: 0 })).toEqual(missed(0, 0))
})

test('what somebody wrote before they were unblocked was not missed', () => {
  expect(missedIn(held, { ...held, unread: 7, mentions: 3 }, true)).toEqual(missed(0, 0))
  expect(missedIn(held, { ...held, head: 12, unread: 7, mentions: 3 }, true)).toEqual(missed(2, 2))
})

test('what was marked as unread meanwhile was not missed', () => {
  expect(missedIn(held, { ...held, rewinds: 1, readUpTo: 2, unread: 7 })).toEqual(missed(0, 0))
})

test('a room tells as much as its level lets through', () => {
  const of = (level: NoticeLevel) => missedWanted(missed(3, 1), { ...held, level })
  expect([of('all'), of('mentions'), of('none')]).toEqual([missed(3, 1), missed(0, 1), undefined])
  expect(missedWanted(missed(3, 0), { ...held, level: 'mentions' })).toBeUndefined()
})

test('one notice says how much came, and where', () => {
  const tea = { room: 'Tea', unread: 1, mentions: 0 }
  expect(missedNotice([tea])).toEqual({ title: '1 new message in Tea', body: '' })
  expect(missedNotice([{ ...tea, unread: 0, mentions: 1 }]).title).toBe('1 mention in Tea')
  expect(missedNotice([tea, { room: 'Ice', unread: 100, mentions: 2 }])).toEqual({
    title: '99+ new messages, 2 mentions in 2 rooms',
    body: 'Tea: 1 new message\nIce: 99+ new messages, 2 mentions',
  })
})

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

const event = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('post', 'postBlocked') },
  { weight: 2, arbitrary: fc.constantFrom('drop', 'silent', 'announce', 'resync', 'react') },
  { weight: 2, arbitrary: fc.nat(3_000) },
  fc.record({ method: fc.constantFrom('GetInbox', 'Attach'), fate: fc.constantFrom('loseAnswer' as const) }),
)

test('whatever is cut off, every message of somebody else who is not blocked is told of once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 30 }), async (events) => {
      const server = new FakeServer()
      server.me = { ...person('Ada'), guest: false }
      server.block(person('Mallory'))
      const { chat } = new FakeBrowser(server).openTab()
      await pass(0)
      let told = 0
      chat.inbox.listen(({ author }) => void (told += chat.friends.blocked(author.id) ? 0 : 1))
      chat.inbox.listenMissed((all) => all.forEach(({ unread }) => (told += unread)))
      let posted = 0
      const resync = () => server.say({ type: 'resyncNeeded' })
      for (const what of events) {
        if (typeof what === 'number') await pass(what)
        else if (typeof what === 'object') server.next.push(what)
        else if (what === 'post') server.post(person('Bob'), `${++posted}`)
        else if (what === 'postBlocked') server.post(person('Mallory'), 'x')
        else if (what === 'react' && server.log.length > 0)
          server.change(server.log[0]?.sequence ?? 0, { by: person('Bob').id, kind: 'reacted', emoji: '👍', on: true })
        else if (what === 'drop') server.dropAll()
        else if (what === 'resync') resync()
        else server.announcing = what === 'announce'
      }
      server.next = []
      server.announcing = true
      await pass(60_000)
      resync()
      await pass(60_000)
      expect(told).toBe(posted)
      chat.dispose()
    }),
    { numRuns: 150 },
  )
})
