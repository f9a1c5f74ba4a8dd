import { expect, test } from 'vitest'
import type { InboxConversation, ReadPosition } from '../contract'
import { General, person, said } from '../fakeServer'
import { countsTooFew, fromSnapshot, leavesGap, readMoved, readTo, told } from './inbox'

const me = person('Ada').id
const held: InboxConversation = {
  conversation: General,
  room: { id: General, name: 'General', conversation: General, role: 'member', mute: null },
  head: 10,
  readUpTo: 8,
  unread: 2,
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
  expect(fromSnapshot({ conversations: [held] }, later, new Map(), me)).toMatchObject([{ head: 12, unread: 4 }])
  expect(fromSnapshot({ conversations: [held] }, later, new Map([[General, 12]]), me)).toMatchObject([
    { head: 12, readUpTo: 12, unread: 0 },
  ])
})
