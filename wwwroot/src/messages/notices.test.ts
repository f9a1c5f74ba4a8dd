import { expect, test } from 'vitest'
import type { InboxConversation, NoticeLevel } from '../contract'
import { waitingCount, waitingIn, waitingInAll } from '../rooms/unread'
import { message, person } from '../testChat'
import { withBadge } from '../ui/favicon'
import { concerns } from './notices'

const room = (level: NoticeLevel, unread = 3, mentions = 1): InboxConversation => ({
  conversation: 'c1',
  room: { id: 'r1', name: 'Tea', conversation: 'c1', role: 'member', mute: null },
  head: 9,
  readUpTo: 6,
  unread,
  mentions,
  rewinds: 0,
  level,
})
const plain = message(9, person('Bob'), 'hi')
const calling = message(9, person('Bob'), '@ada', 0, { mentions: [{ name: 'ada', user: 'ada' }] })
const own = message(9, person('Ada'), '@here', 0, { mentions: [{ name: 'here', user: null }] })

test.each([
  ['all', true, true],
  ['mentions', false, true],
  ['none', false, false],
] as const)('a room of level %s', (level, ofPlain, ofCalling) => {
  expect([plain, calling, own].map((said) => concerns(said, room(level), 'ada'))).toEqual([ofPlain, ofCalling, false])
})

test('nobody is told of what is done in a room', () => {
  const act = { kind: 'kicked' as const, whom: person('Cy'), untilMs: null, message: null }
  expect(concerns(message(9, person('Bob'), '', 0, { act }), room('all'), 'ada')).toBe(false)
})

test('badges follow the level, and mentions come first', () => {
  expect((['all', 'mentions', 'none'] as const).map((level) => waitingIn(room(level)))).toEqual([
    { unread: 3, mentions: 1 },
    { unread: 0, mentions: 1 },
    { unread: 0, mentions: 0 },
  ])
  const all = waitingInAll([room('all'), room('mentions'), room('none'), room('all', 2, 0)])
  expect(all).toEqual({ unread: 5, mentions: 2 })
  expect([waitingCount(all), waitingCount({ unread: 5, mentions: 0 })]).toEqual([2, 5])
})

test('the number stands on the icon', () => {
  expect(withBadge('<svg><path/></svg>', '99+', '#c00')).toMatch(/^<svg><path\/><circle.*>99\+<\/text><\/svg>$/)
})
