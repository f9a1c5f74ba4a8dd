import { expect, test } from 'vitest'
import type { InboxConversation, Mention, MessageChange, ReadPosition } from '../contract'
import { General, person, said } from '../fakeServer'
import { countsTooFew, fromSnapshot, isRewound, leavesGap, readMoved, readTo, told } from './inbox'

const ada = person('Ada').id
const me = { me: ada, blocked: (user: string) => user === person('Mallory').id }
const held: InboxConversation = {
  conversation: General,
  room: { id: General, name: 'General', conversation: General, role: 'member', mute: null },
  head: 10,
  readUpTo: 8,
  unread: 2,
  mentions: 0,
  rewinds: 0,
  level: 'all',
}
const by = (author: string, sequence: number) => said(person(author), sequence)

test("others' messages are unread, own ones are not, known ones change nothing", () => {
  expect(told(held, by('Bob', 11), me)).toMatchObject({ head: 11, unread: 3 })
  expect(told(held, by('Ada', 11), me)).toMatchObject({ head: 11, unread: 2 })
  expect(told(held, by('Bob', 10), me)).toBe(held)
})

test('the count stops at a hundred', () => {
  expect(told({ ...held, unread: 100 }, by('Bob', 11), me).unread).toBe(100)
})

test('a number that was skipped is noticed', () => {
  expect([leavesGap(held, by('Bob', 11)), leavesGap(held, by('Bob', 12))]).toEqual([false, true])
})

test('reading to the end leaves nothing; reading to the middle leaves what others wrote after it', () => {
  const messages = [by('Bob', 7), by('Bob', 8), by('Bob', 9), by('Ada', 10), by('Bob', 11), by('Bob', 12)]
  const shown = { messages, first: 7, last: 12 }
  const longer = { ...held, head: 12, unread: 3 }
  expect(readTo(longer, 99, shown, me)).toMatchObject({ readUpTo: 12, unread: 0 })
  expect(readTo(longer, 10, shown, me)).toMatchObject({ readUpTo: 10, unread: 2 })
  expect(readTo(longer, 7, shown, me)).toBe(longer)
})

const at = (readUpTo: number, unread: number, head = 10): ReadPosition => ({
  conversation: General,
  readUpTo,
  unread,
  head,
  mentions: 0,
  rewinds: 0,
})

test('another connection moves the cursor only forward', () => {
  expect(readMoved(held, at(9, 1))).toMatchObject({ readUpTo: 9, unread: 1 })
  expect(readMoved(held, at(10, 0))).toMatchObject({ readUpTo: 10, unread: 0 })
  expect(readMoved(held, at(7, 3))).toBe(held)
})

test('messages that were counted before they came are not counted again', () => {
  const moved = readMoved(held, at(9, 2, 12))
  expect(moved).toMatchObject({ head: 12, unread: 2 })
  expect([11, 12].reduce((known, sequence) => told(known, by('Bob', sequence), me), moved)).toBe(moved)
})

test('messages that came before they were counted are unread until the inbox is fetched', () => {
  expect([countsTooFew(held, at(9, 1)), countsTooFew(held, at(9, 0, 9)), countsTooFew(held, at(7, 0, 9))]).toEqual([
    false,
    true,
    false,
  ])
  expect(readMoved(held, at(9, 0, 9))).toMatchObject({ head: 10, readUpTo: 9, unread: 1 })
})

test('a snapshot does not undo what this tab knows better', () => {
  const later = [by('Bob', 11), by('Bob', 12)]
  expect(fromSnapshot({ conversations: [held], directs: [] }, later, new Map(), me)).toMatchObject([
    { head: 12, unread: 4 },
  ])
  expect(
    fromSnapshot({ conversations: [held], directs: [] }, later, new Map([[General, { readUpTo: 12, rewinds: 0 }]]), me),
  ).toMatchObject([{ head: 12, readUpTo: 12, unread: 0 }])
})

const here = [{ name: 'here', user: null }]
const toMe = [{ name: 'ada', user: ada }]
const edited = (sequence: number, target: number, before: Mention[], mentions: Mention[]): MessageChange => ({
  conversation: General,
  sequence,
  target,
  by: person('Bob').id,
  atMs: 0,
  kind: 'edited',
  text: 'x',
  emoji: null,
  on: false,
  byModerator: false,
  author: null,
  mentions,
  before,
})
const calling = (author: string, sequence: number, mentions: Mention[]) => said(person(author), sequence, { mentions })

test('what calls me counts, by name or with everybody; what I say does not', () => {
  expect(told(held, calling('Bob', 11, toMe), me)).toMatchObject({ unread: 3, mentions: 1 })
  expect(told(held, calling('Bob', 11, here), me)).toMatchObject({ unread: 3, mentions: 1 })
  expect(told(held, calling('Bob', 11, [{ name: 'cy', user: 'cy' }]), me)).toMatchObject({ unread: 3, mentions: 0 })
  expect(told(held, calling('Ada', 11, here), me)).toMatchObject({ unread: 2, mentions: 0 })
})

test('an edit of what is unread calls me, or no longer; of what was read it changes nothing', () => {
  const called = { ...held, mentions: 1 }
  expect(told(called, edited(11, 9, [], toMe), me)).toMatchObject({ unread: 2, mentions: 2 })
  expect(told(called, edited(11, 9, toMe, here), me)).toMatchObject({ mentions: 1 })
  expect(told(called, edited(11, 9, toMe, []), me)).toMatchObject({ mentions: 0 })
  expect(told(called, edited(11, 8, toMe, []), me)).toMatchObject({ mentions: 1 })
  expect(told({ ...held, mentions: 100 }, edited(11, 9, toMe, []), me)).toMatchObject({ mentions: 100 })
})

test('what a moderator deletes calls nobody, unless it was my own, which never called me', () => {
  const called = { ...held, mentions: 1 }
  const deleted = (by: string, author: string): MessageChange => ({
    ...edited(11, 9, here, []),
    kind: 'deleted',
    text: null,
    byModerator: true,
    by: person(by).id,
    author: person(author).id,
  })
  expect(told(called, deleted('Mo', 'Bob'), me)).toMatchObject({ unread: 2, mentions: 0 })
  expect(told(called, deleted('Ada', 'Bob'), me)).toMatchObject({ unread: 2, mentions: 0 })
  expect(told(called, deleted('Mo', 'Ada'), me)).toMatchObject({ unread: 2, mentions: 1 })
})

test('reading leaves the mentions above', () => {
  const messages = [by('Bob', 9), calling('Bob', 10, toMe), calling('Ada', 11, here), calling('Bob', 12, here)]
  const longer = { ...held, head: 12, unread: 3, mentions: 2 }
  expect(readTo(longer, 10, { messages, first: 9, last: 12 }, me)).toMatchObject({ unread: 1, mentions: 1 })
  expect(readTo(longer, 11, undefined, me)).toMatchObject({ unread: 1, mentions: 1 })
  expect(readTo(longer, 12, undefined, me)).toMatchObject({ unread: 0, mentions: 0 })
  expect(readMoved(longer, { ...at(10, 1, 12), mentions: 1 })).toMatchObject({ unread: 1, mentions: 1 })
})

test('the cursor moves back when it was rewound, and what was read before that moves it no more', () => {
  const rewound = { ...at(4, 6), rewinds: 1 }
  const back = readMoved(held, rewound)
  expect(back).toMatchObject({ readUpTo: 4, unread: 6, rewinds: 1 })
  expect(readMoved(back, at(10, 0))).toBe(back)
  expect(readMoved(back, { ...at(7, 3), rewinds: 1 })).toMatchObject({ readUpTo: 7, unread: 3 })
  expect([isRewound(held, rewound), isRewound(back, rewound), isRewound(back, held)]).toEqual([true, false, false])
  const snapshot = { conversations: [back], directs: [] }
  expect(fromSnapshot(snapshot, [], new Map([[General, { readUpTo: 10, rewinds: 0 }]]), me)).toEqual([back])
})

test('what somebody wrote who is blocked is read by nobody and calls nobody', () => {
  expect(told(held, calling('Mallory', 11, toMe), me)).toMatchObject({ head: 11, unread: 2, mentions: 0 })
  const byMallory = { by: person('Mallory').id }
  expect(told(held, { ...edited(11, 9, [], toMe), ...byMallory }, me)).toMatchObject({ head: 11, mentions: 0 })
  const deleted = { ...edited(11, 9, toMe, []), kind: 'deleted' as const, author: person('Mallory').id }
  expect(told({ ...held, mentions: 1 }, deleted, me)).toMatchObject({ head: 11, mentions: 1 })
  const messages = [by('Bob', 9), calling('Mallory', 10, toMe), calling('Bob', 11, here)]
  const longer = { ...held, head: 11, unread: 2, mentions: 1 }
  expect(readTo(longer, 9, { messages, first: 9, last: 11 }, me)).toMatchObject({ unread: 1, mentions: 1 })
  const snapshot = { conversations: [held], directs: [] }
  expect(fromSnapshot(snapshot, [by('Mallory', 11), by('Bob', 12)], new Map(), me)).toMatchObject([{ unread: 3 }])
})
